package io.ecsimages.server.cli;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ecsimages.server.database.Databases;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The output, exit status and errors of the commands. */
@Tag("extended")
class CommandLineTest {

    private static final String ACCOUNT = "1000000000000001";

    @TempDir
    private Path folder;

    private String data() {
        return Databases.option(folder.resolve("data"));
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private CommandResult importDump(String... files) {
        var arguments = new String[files.length + 4];
        System.arraycopy(new String[] {"import", data(), "--account", ACCOUNT}, 0, arguments, 0, 4);
        System.arraycopy(files, 0, arguments, 4, files.length);
        return CommandResult.of(arguments);
    }

    private CommandResult createKey(String... options) {
        var arguments = new String[options.length + 5];
        System.arraycopy(new String[] {"access-key", "create", data(), "--account", ACCOUNT}, 0, arguments, 0, 5);
        System.arraycopy(options, 0, arguments, 5, options.length);
        return CommandResult.of(arguments);
    }

    /** Checks that a command failed with status 1 and one line that contains this message. */
    private static void assertFailed(CommandResult result, String message) {
        assertThat(result.status()).as(result.err()).isEqualTo(1);
        assertThat(result.err().lines().count()).as(result.err()).isEqualTo(1);
        assertThat(result.err()).startsWith("ecs-images: ");
        assertThat(result.err()).contains(message);
    }

    @Test
    void helpListsCommandsAndServerOptions() {
        var help = CommandResult.of("--help");
        assertThat(help.status()).isEqualTo(0);
        assertThat(help.err()).isEmpty();
        for (String word : List.of("serve", "import", "access-key", "--host", "--port", "--data", "--allow-unsigned")) {
            assertThat(help.out()).as(word).contains(word);
        }
    }

    @ParameterizedTest
    @CsvSource({"serve, --port", "import, --account", "access-key, create", "access-key create, --secret"})
    void everyCommandHasHelp(String command, String word) {
        var help = CommandResult.of((command + " --help").split(" "));
        assertThat(help.status()).isEqualTo(0);
        assertThat(help.out()).startsWith("Usage: ecs-images " + command);
        assertThat(help.out()).contains(word);
    }

    @Test
    void printsProjectVersion() throws IOException {
        var version = CommandResult.of("--version");
        assertThat(version.status()).isEqualTo(0);
        assertThat(version.out()).matches("ecs-images \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R");
        var pom = Files.readString(Path.of("pom.xml"));
        assertThat(pom)
                .contains("<version>"
                        + version.out().substring("ecs-images ".length()).strip() + "</version>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--nonsense",
                "serve --nonsense",
                "serve --port many",
                "serve --rate-limit 1000",
                "serve --rate-limit 0/60s",
                "serve --rate-limit 1000/PT60S",
                "serve --rate-limit 1000/60",
                "serve --management-port many",
                "import",
                "import --data x FILE",
                "import --data x --account me FILE",
                "import --data x --account 1",
                "access-key create --account 1",
                "access-key create --data x --account 1 --id a",
                "access-key create --data x --account 1 --secret b",
                "access-key create --data x --account -5",
                "access-key create --data x --account 1 --temporary 30",
                "access-key create --data x --account 1 --temporary PT0S",
                "set-creating --data x --for PT999999999H m-1",
                "serve --port 65536",
                "completion powershell"
            })
    void invalidCommandLineFailsWithStatus2AndOneLine(String line) {
        var result = CommandResult.of(line.split(" "));
        assertThat(result.status()).as(result.err()).isEqualTo(2);
        assertThat(result.err()).startsWith("ecs-images: ");
        assertThat(result.err()).matches("[^\\n]*; see 'ecs-images[a-z -]* --help'\\R");
        assertThat(result.out()).isEmpty();
        assertThat(Files.exists(Path.of("x"))).isFalse();
    }

    @Test
    void misspeltCommandFailsWithStatus2AndSuggestion() {
        var result = CommandResult.of("imprt");
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("did you mean import?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--nonsense | unknown option --nonsense",
                "serve --port many | 'many' is not a port, which is an integer from 0 to 65535",
                "import --data x --account me FILE | 'me' is not an account id, which is a positive integer",
                "set-creating --data x --for 30 m-1 | '30' is not a duration, such as PT30S (30 seconds)",
                "import --data x --account 1 | missing required parameter: 'FILE'",
                "access-key list --data x extra | unexpected argument extra"
            })
    void usageErrorNamesArgument(String line, String message) {
        assertThat(CommandResult.of(line.split(" ")).err()).contains(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "export --account 1",
                "access-key list",
                "access-key disable id",
                "access-key delete id",
                "share --with 2 m-1",
                "publish m-1",
                "set-creating --for PT1S m-1",
                "explain --account 1 m-1",
                "backup file"
            })
    void readingCommandsRejectFolderWithoutCatalogue(String line) {
        var missing = folder.resolve("mistyped");
        var arguments = new ArrayList<>(List.of(line.split(" ")));
        arguments.addAll(List.of("--data", missing.toString()));
        assertFailed(CommandResult.of(arguments.toArray(String[]::new)), "mistyped: the folder contains no catalogue");
        assertThat(missing).doesNotExist();
    }

    @Test
    void doctorFindsNoProblems() throws IOException {
        importDump(file("dump.json", dump("cn-hangzhou", image("m-1"))));
        createKey();
        var result = CommandResult.of("doctor", data(), "--port", "0");
        assertThat(result.status()).as(result.out()).isEqualTo(0);
        assertThat(result.out().lines().map(line -> line.split(" +")[1]))
                .containsExactly("java", "catalogue", "keys", "clock", "port");
        assertThat(result.out().lines()).allMatch(line -> line.startsWith("ok "));
        assertThat(result.out()).contains("1 images").contains("1 active");
    }

    @Test
    void doctorReportsProblems() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = "" + taken.getLocalPort();
            var missing = folder.resolve("missing").toString();
            var result = CommandResult.of("doctor", "--data", missing, "--port", port, "--output", "json");
            assertThat(result.status()).isEqualTo(1);
            assertThat(result.out())
                    .contains("\"details\":\"" + missing + " contains no catalogue; import creates one\"")
                    .contains("127.0.0.1:" + port + " is in use");
            assertThat(Path.of(missing)).doesNotExist();
        }
    }

    @Test
    void doctorWarnsOfEmptyCatalogue() {
        assertThat(createKey("--id", "testid", "--secret", "testsecret").status())
                .isEqualTo(0);
        assertThat(CommandResult.of("access-key", "disable", data(), "testid").status())
                .isEqualTo(0);
        var result = CommandResult.of("doctor", data(), "--port", "0");
        assertThat(result.status()).isEqualTo(0);
        assertThat(result.out()).containsPattern("warning +catalogue .* 0 images; import adds some");
        assertThat(result.out()).containsPattern("warning +keys +none is active");
    }

    @Test
    void printsJson() throws IOException {
        var dump = file("dump.json", dump("cn-hangzhou", image("m-1")));
        assertThat(json(importDump("--output", "json", dump)))
                .isEqualTo(Map.of("file", dump, "added", 1, "updated", 0, "dryRun", false));
        assertThat(json(createKey("--id", "testid", "--secret", "testsecret", "--output", "json")))
                .isEqualTo(Map.of("AccessKeyId", "testid", "AccessKeySecret", "testsecret"));
        assertThat(json(CommandResult.of("access-key", "list", data(), "--output", "json")))
                .containsEntry("AccessKeyId", "testid")
                .containsEntry("Status", "Active")
                .doesNotContainKey("AccessKeySecret");
        assertThat(json(CommandResult.of("explain", data(), "--account", ACCOUNT, "--output", "json", "m-1")))
                .isEqualTo(Map.of("ImageId", "m-1", "listed", true, "reasons", List.of()));
    }

    private static Map<String, Object> json(CommandResult result) throws IOException {
        assertThat(result.status()).as(result.err()).isEqualTo(0);
        return new ObjectMapper().readValue(result.out(), new TypeReference<>() {});
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void completionKnowsCommandsAndOptions(String shell) {
        var result = CommandResult.of("completion", shell);
        assertThat(result.status()).isEqualTo(0);
        assertThat(result.out())
                .contains("set-creating")
                .contains("allow-unsigned")
                .contains("disable");
    }

    @Test
    void completionIsValidBash() throws Exception {
        var script = file("completion", CommandResult.of("completion", "bash").out());
        var process = new ProcessBuilder("bash", "-c", ". " + script + " && complete -p ecs-images")
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(0);
        assertThat(output).contains("_complete_ecs-images");
    }

    @Test
    void commandsSeeDataOfEarlierCommands() throws IOException {
        var dump = file("dump.json", dump("cn-hangzhou", image("m-1"), image("m-2")));
        var first = importDump(dump);
        assertThat(first.status()).as(first.err()).isEqualTo(0);
        assertThat(first.out().strip()).isEqualTo(dump + ": 2 added, 0 updated");
        assertThat(first.err()).isEmpty();
        assertThat(importDump(dump).out().strip()).isEqualTo(dump + ": 0 added, 2 updated");

        var key = createKey("--id", "testid", "--secret", "testsecret");
        assertThat(key.status()).as(key.err()).isEqualTo(0);
        assertThat(key.out()).matches("(?s)AccessKeyId +testid\\RAccessKeySecret +testsecret\\R");
        assertFailed(createKey("--id", "testid", "--secret", "other"), "key testid already exists");
        assertThat(createKey("--id", "testid2", "--secret", "other").status()).isEqualTo(0);
    }

    @Test
    void createsRandomKeyByDefault() {
        var pattern = "(?s)AccessKeyId +LTAI[A-Za-z0-9]{20}\\RAccessKeySecret +[A-Za-z0-9]{30}\\R";
        var one = createKey();
        var other = createKey();
        assertThat(one.out()).matches(pattern);
        assertThat(other.out()).matches(pattern);
        assertThat(other.out()).isNotEqualTo(one.out());
    }

    @Test
    void importIsAtomicPerFile() throws IOException {
        var good = file("good.json", dump("cn-hangzhou", image("m-1")));
        var bad = file("bad.json", dump("cn-hangzhou", image("m-2"), image("m-3", "Status", "Ready")));
        var later = file("later.json", dump("cn-hangzhou", image("m-4")));
        var result = importDump(good, bad, later);
        assertFailed(
                result, bad + ", line 1, at /Images/Image/1: Status has a value that the API does not define: Ready");
        assertThat(result.out().strip()).isEqualTo(good + ": 1 added, 0 updated");

        var all = file("all.json", dump("cn-hangzhou", image("m-1"), image("m-2"), image("m-4")));
        assertThat(importDump(all).out().strip()).isEqualTo(all + ": 2 added, 1 updated");
    }

    @Test
    void importReadsStandardInput() {
        var good = dump("cn-hangzhou", image("m-1")) + "\n" + dump("cn-beijing", image("m-1"));
        var arguments = new String[] {"import", data(), "--account", ACCOUNT, "-"};
        assertThat(CommandResult.withInput(good, arguments).out().strip()).isEqualTo("-: 2 added, 0 updated");
        assertFailed(CommandResult.withInput(good + "\n]", arguments), "standard input, line 3, column 1");
        assertFailed(CommandResult.withInput("", arguments), "standard input: no DescribeImages response found");
    }

    @Test
    void regionOptionAppliesToResponsesWithoutRegionId() throws IOException {
        var dump = file("dump.json", dump("", image("m-1")));
        assertFailed(importDump(dump), dump + ", line 1: the response has no RegionId; pass --region");
        assertThat(importDump("--region", "cn-hangzhou", dump).out().strip()).isEqualTo(dump + ": 1 added, 0 updated");
        var other = file("other.json", dump("cn-beijing", image("m-1")));
        assertFailed(importDump("--region", "cn-hangzhou", other), other + ", line 1: the response is for cn-beijing");
    }

    @Test
    void reportsMissingFileInOneLine() throws IOException {
        var missing = folder.resolve("missing.json").toString();
        assertFailed(importDump(missing), missing + ": no such file");
        assertFailed(importDump(folder.toString()), folder + ": the folder contains no dumps");
    }

    @Test
    void reportsMalformedFileInOneLine() throws IOException {
        assertFailed(
                importDump(file("broken.json", "{\"Images\": {\n\"Image\": [}")), "broken.json, line 2, column 11");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--allow-unsigned 1", "--debug-signatures"})
    void unsignedAccessAndSignatureDebuggingNeedLoopback(String option) {
        var host = "--host 0.0.0.0 --port 0 ";
        assertFailed(
                CommandResult.of(("serve " + host + option).split(" ")),
                "requires a loopback address, but 0.0.0.0 is not one");
        assertFailed(
                CommandResult.of((host + option).split(" ")), "requires a loopback address, but 0.0.0.0 is not one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port %d", "--port %d --warm-up PT1H", "--port 0 --management-port %d --warm-up PT1H"})
    void reportsPortInUse(String options) throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var result = CommandResult.of(("serve " + options.formatted(taken.getLocalPort())).split(" "));
            assertThat(result.status()).isEqualTo(1);
            assertThat(result.err()).contains("ecs-images: the address is in use");
            assertThat(result.err()).doesNotContain("\tat ");
            assertThat(result.out()).isEmpty();
        }
    }

    @Test
    void managementPortMustNotBeZero() {
        // The server recognizes management requests by their port, so it must know the number.
        assertFailed(
                CommandResult.of("serve", "--management-port", "0"),
                "--management-port must be from 1 to 65535, not 0");
    }

    @Test
    void reportsUnknownHostInOneLine() {
        assertFailed(CommandResult.of("serve", "--host", "no such host"), "no such host: unknown host");
    }
}
