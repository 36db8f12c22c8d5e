package io.ecsimages.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.client.AccessKey;
import io.ecsimages.client.EcsImages;
import io.ecsimages.client.EcsImagesException;
import io.ecsimages.client.model.DescribeImagesRequest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.database.Databases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of a catalogue: how they are made, listed and withdrawn, and that the server minds it at once. */
@Tag("extended")
class AccessKeyTest {

    private static final String ACCOUNT = "1000000000000001";

    @TempDir
    private Path folder;

    private CommandResult keys(String command, String... arguments) {
        var all = new ArrayList<>(List.of("access-key", command, Databases.option(folder)));
        all.addAll(List.of(arguments));
        return CommandResult.of(all.toArray(String[]::new));
    }

    private void done(String said, String command, String... arguments) {
        var outcome = keys(command, arguments);
        assertThat(outcome.status()).as(outcome.err()).isEqualTo(0);
        assertThat(outcome.out().strip()).isEqualTo(said);
    }

    private static String value(CommandResult outcome, String name) {
        return outcome.out().replaceAll("(?s).*" + name + " +(\\S+).*", "$1");
    }

    @Test
    void theServerMindsAtOnceWhatBecomesOfAKey() {
        var options = new HashMap<String, Object>(TestServer.signedOnly());
        options.put("datasources.default.url", Databases.url(folder));
        try (var server = TestServer.empty(options)) {
            assertThat(response(server, AccessKey.of("web", "secret"))).isEqualTo("InvalidAccessKeyId.NotFound");
            assertThat(keys("create", "--account", ACCOUNT, "--id", "web", "--secret", "secret")
                            .status())
                    .isEqualTo(0);
            assertThat(response(server, AccessKey.of("web", "secret"))).isEqualTo("0 images");
            assertThat(response(server, AccessKey.of("web", "other"))).isEqualTo("SignatureDoesNotMatch");

            done("web disabled", "disable", "web");
            assertThat(response(server, AccessKey.of("web", "secret"))).isEqualTo("InvalidAccessKeyId.Inactive");
            done("web enabled", "enable", "web");
            assertThat(response(server, AccessKey.of("web", "secret"))).isEqualTo("0 images");
            done("web deleted", "delete", "web");
            assertThat(response(server, AccessKey.of("web", "secret"))).isEqualTo("InvalidAccessKeyId.NotFound");
        }
    }

    /** What a request signed with this key is answered: a count, or the code of an error. */
    private static String response(TestServer server, AccessKey key) {
        try (var client = EcsImages.connect(server.uri().toString(), key)) {
            var request = new DescribeImagesRequest().regionId("cn-hangzhou");
            try {
                return client.describeImages(request).getTotalCount() + " images";
            } catch (EcsImagesException e) {
                return e.code();
            }
        }
    }

    @Test
    void aTemporaryKeyHasATokenAndAnEnd() {
        var options = new HashMap<String, Object>(TestServer.signedOnly());
        options.put("datasources.default.url", Databases.url(folder));
        var made = keys("create", "--account", ACCOUNT, "--temporary", "PT15M");
        assertThat(made.status()).as(made.err()).isEqualTo(0);
        assertThat(made.out()).matches("(?s).*Expiration +\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\\R");
        var id = value(made, "AccessKeyId");
        var secret = value(made, "AccessKeySecret");
        try (var server = TestServer.empty(options)) {
            assertThat(response(server, new AccessKey(id, secret, value(made, "SecurityToken"))))
                    .isEqualTo("0 images");
            assertThat(response(server, AccessKey.of(id, secret))).isEqualTo("MissingParameter");
        }
    }

    @Test
    void theListHasEveryKeyOrThoseOfOneAccountAndNoSecret() {
        keys("create", "--account", ACCOUNT, "--id", "web", "--secret", "secret-of-web");
        keys("create", "--account", "2", "--id", "batch", "--secret", "secret-of-batch");
        keys("disable", "batch");
        var all = keys("list").out();
        assertThat(all).matches("(?s)2  batch  disabled, created \\S+\\R" + ACCOUNT + "  web  active, created \\S+\\R");
        assertThat(all).doesNotContain("secret");
        var some = keys("list", "--account", ACCOUNT).out();
        assertThat(some).matches(ACCOUNT + "  web  active, created \\S+\\R");
        assertThat(keys("list", "--account", "3").out()).isEmpty();
    }

    @Test
    void aKeyThatIsNotThereIsSaid() {
        keys("create", "--account", ACCOUNT, "--id", "web", "--secret", "secret");
        for (String command : List.of("disable", "enable", "delete")) {
            var outcome = keys(command, "Web");
            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.err()).contains("ecs-images: key Web does not exist");
        }
        assertThat(keys("list").out()).contains("  web  active");
    }

    @Test
    void aCommandThatLacksItsKeyOrAccountIsNone() {
        for (String[] line :
                new String[][] {{"create"}, {"disable"}, {"delete", "a", "b"}, {"create", "--account", "x"}}) {
            assertThat(keys(line[0], Arrays.copyOfRange(line, 1, line.length)).status())
                    .isEqualTo(2);
        }
        assertThat(CommandResult.of("access-key").status()).isEqualTo(2);
    }
}
