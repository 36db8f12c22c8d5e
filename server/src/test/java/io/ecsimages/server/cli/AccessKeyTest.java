package io.ecsimages.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ecsimages.client.AccessKey;
import io.ecsimages.client.EcsImages;
import io.ecsimages.client.EcsImagesException;
import io.ecsimages.client.model.DescribeImagesRequest;
import io.ecsimages.server.RunningServer;
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
        assertEquals(0, outcome.status(), outcome.err());
        assertEquals(said, outcome.out().strip());
    }

    private static String value(CommandResult outcome, String name) {
        return outcome.out().replaceAll("(?s).*" + name + " +(\\S+).*", "$1");
    }

    @Test
    void theServerMindsAtOnceWhatBecomesOfAKey() {
        var options = new HashMap<String, Object>(RunningServer.signedOnly());
        options.put("datasources.default.url", Databases.url(folder));
        try (var server = RunningServer.empty(options)) {
            assertEquals("InvalidAccessKeyId.NotFound", answer(server, AccessKey.of("web", "secret")));
            assertEquals(
                    0,
                    keys("create", "--account", ACCOUNT, "--id", "web", "--secret", "secret")
                            .status());
            assertEquals("0 images", answer(server, AccessKey.of("web", "secret")));
            assertEquals("SignatureDoesNotMatch", answer(server, AccessKey.of("web", "other")));

            done("web disabled", "disable", "web");
            assertEquals("InvalidAccessKeyId.Inactive", answer(server, AccessKey.of("web", "secret")));
            done("web enabled", "enable", "web");
            assertEquals("0 images", answer(server, AccessKey.of("web", "secret")));
            done("web deleted", "delete", "web");
            assertEquals("InvalidAccessKeyId.NotFound", answer(server, AccessKey.of("web", "secret")));
        }
    }

    /** What a request signed with this key is answered: a count, or the code of an error. */
    private static String answer(RunningServer server, AccessKey key) {
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
        var options = new HashMap<String, Object>(RunningServer.signedOnly());
        options.put("datasources.default.url", Databases.url(folder));
        var made = keys("create", "--account", ACCOUNT, "--temporary", "PT15M");
        assertEquals(0, made.status(), made.err());
        assertTrue(made.out().matches("(?s).*Expiration +\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\\R"), made.out());
        var id = value(made, "AccessKeyId");
        var secret = value(made, "AccessKeySecret");
        try (var server = RunningServer.empty(options)) {
            assertEquals("0 images", answer(server, new AccessKey(id, secret, value(made, "SecurityToken"))));
            assertEquals("MissingSecurityToken", answer(server, AccessKey.of(id, secret)));
        }
    }

    @Test
    void theListHasEveryKeyOrThoseOfOneAccountAndNoSecret() {
        keys("create", "--account", ACCOUNT, "--id", "web", "--secret", "secret-of-web");
        keys("create", "--account", "2", "--id", "batch", "--secret", "secret-of-batch");
        keys("disable", "batch");
        var all = keys("list").out();
        assertTrue(all.matches("(?s)2  batch  disabled, made \\S+\\R" + ACCOUNT + "  web  active, made \\S+\\R"), all);
        assertFalse(all.contains("secret"), all);
        var some = keys("list", "--account", ACCOUNT).out();
        assertTrue(some.matches(ACCOUNT + "  web  active, made \\S+\\R"), some);
        assertEquals("", keys("list", "--account", "3").out());
    }

    @Test
    void aKeyThatIsNotThereIsSaid() {
        keys("create", "--account", ACCOUNT, "--id", "web", "--secret", "secret");
        for (String command : List.of("disable", "enable", "delete")) {
            var outcome = keys(command, "Web");
            assertEquals(1, outcome.status());
            assertTrue(outcome.err().contains("ecs-images: there is no key Web"), outcome.err());
        }
        assertTrue(keys("list").out().contains("  web  active"));
    }

    @Test
    void aCommandThatLacksItsKeyOrAccountIsNone() {
        for (String[] line :
                new String[][] {{"create"}, {"disable"}, {"delete", "a", "b"}, {"create", "--account", "x"}}) {
            assertEquals(
                    2, keys(line[0], Arrays.copyOfRange(line, 1, line.length)).status());
        }
        assertEquals(2, CommandResult.of("access-key").status());
    }
}
