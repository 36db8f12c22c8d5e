package io.ecsimages.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.client.AccessKey;
import io.ecsimages.client.EcsImages;
import io.ecsimages.client.EcsImagesException;
import io.ecsimages.client.model.DescribeImagesRequest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.database.Databases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of access keys, and their effect on a running server. */
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

    private void assertPrints(String expected, String command, String... arguments) {
        var result = keys(command, arguments);
        assertThat(result.status()).as(result.err()).isEqualTo(0);
        assertThat(result.out().strip()).isEqualTo(expected);
    }

    private static String value(CommandResult result, String name) {
        return result.out().replaceAll("(?s).*" + name + " +(\\S+).*", "$1");
    }

    @Test
    void runningServerAppliesKeyChangesAtOnce() {
        var options = new HashMap<String, Object>(TestServer.signedOnly());
        options.put("datasources.default.url", Databases.url(folder));
        try (var server = TestServer.empty(options)) {
            assertThat(response(server, AccessKey.of("web", "secret")))
                    .isEqualTo(ApiError.INVALID_ACCESS_KEY_ID_NOT_FOUND.code());
            assertThat(keys("create", "--account", ACCOUNT, "--id", "web", "--secret", "secret")
                            .status())
                    .isEqualTo(0);
            assertThat(response(server, AccessKey.of("web", "secret"))).isEqualTo("0 images");
            assertThat(response(server, AccessKey.of("web", "other")))
                    .isEqualTo(ApiError.SIGNATURE_DOES_NOT_MATCH.code());

            assertPrints("web disabled", "disable", "web");
            assertThat(response(server, AccessKey.of("web", "secret")))
                    .isEqualTo(ApiError.INVALID_ACCESS_KEY_ID_INACTIVE.code());
            assertPrints("web enabled", "enable", "web");
            assertThat(response(server, AccessKey.of("web", "secret"))).isEqualTo("0 images");
            assertPrints("web deleted", "delete", "web");
            assertThat(response(server, AccessKey.of("web", "secret")))
                    .isEqualTo(ApiError.INVALID_ACCESS_KEY_ID_NOT_FOUND.code());
        }
    }

    /** Sends a request signed with this key, and returns the number of images or the error code. */
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
    void temporaryKeyHasSecurityTokenAndExpiration() {
        var options = new HashMap<String, Object>(TestServer.signedOnly());
        options.put("datasources.default.url", Databases.url(folder));
        var created = keys("create", "--account", ACCOUNT, "--temporary", "PT15M");
        assertThat(created.status()).as(created.err()).isEqualTo(0);
        assertThat(created.out()).matches("(?s).*Expiration +\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\\R");
        var id = value(created, "AccessKeyId");
        var secret = value(created, "AccessKeySecret");
        try (var server = TestServer.empty(options)) {
            assertThat(response(server, new AccessKey(id, secret, value(created, "SecurityToken"))))
                    .isEqualTo("0 images");
            assertThat(response(server, AccessKey.of(id, secret))).isEqualTo(ApiError.MISSING_SECURITY_TOKEN.code());
        }
    }

    @Test
    void listsKeysOfAllOrOneAccountWithoutSecrets() {
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
    void reportsMissingKey() {
        keys("create", "--account", ACCOUNT, "--id", "web", "--secret", "secret");
        for (String command : List.of("disable", "enable", "delete")) {
            var result = keys(command, "Web");
            assertThat(result.status()).isEqualTo(1);
            assertThat(result.err()).contains("ecs-images: key Web does not exist");
        }
        assertThat(keys("list").out()).contains("  web  active");
    }

    @Test
    void rejectsCommandWithoutKeyOrAccount() {
        for (String[] line :
                new String[][] {{"create"}, {"disable"}, {"delete", "a", "b"}, {"create", "--account", "x"}}) {
            assertThat(keys(line[0], Arrays.copyOfRange(line, 1, line.length)).status())
                    .isEqualTo(2);
        }
        assertThat(CommandResult.of("access-key").status()).isEqualTo(2);
    }
}
