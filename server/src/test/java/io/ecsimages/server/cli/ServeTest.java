package io.ecsimages.server.cli;

import static io.ecsimages.server.Dumps.answer;
import static io.ecsimages.server.Dumps.image;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ecsimages.server.RunningServer;
import io.ecsimages.server.database.Databases;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server as a program of its own, beside which other commands run. */
@Timeout(60)
@Tag("extended")
class ServeTest {

    private static final String ACCOUNT = "1000000000000001";

    @TempDir
    private Path folder;

    @Test
    void withoutACommandItServesTheSampleAndSaysHowToAskIt() throws Exception {
        try (var program = new ServerProcess("--port", "0")) {
            assertTrue(program.uri().toString().matches("http://127\\.0\\.0\\.1:[0-9]+/"), program.greeting());
            assertTrue(program.greeting().contains(program.uri() + "docs"), program.greeting());
            assertTrue(program.greeting().contains("testid / testsecret"), program.greeting());
            assertTrue(program.describe("").path("TotalCount").asInt() > 0);

            var curl = program.greeting().replaceAll("(?s).*curl '([^']*)'.*", "$1");
            var response =
                    RunningServer.send(HttpRequest.newBuilder(URI.create(curl)).GET());
            assertEquals(200, response.statusCode());
            assertEquals(1, RunningServer.json(response).at("/Images/Image").size());
            // 128 + SIGTERM: it was asked to stop, and did.
            assertEquals(143, program.stop());
        }
    }

    @Test
    void anImportReachesAServerThatHasTheFolderOpen() throws Exception {
        var data = Databases.option(folder.resolve("data"));
        var dump = Files.writeString(folder.resolve("dump.json"), answer("cn-hangzhou", image("m-1"), image("m-2")));
        try (var program = new ServerProcess("serve", "--port", "0", data, "--allow-unsigned", ACCOUNT)) {
            assertEquals(0, program.describe("").path("TotalCount").asInt());

            var outcome = CommandResult.of("import", data, "--account", ACCOUNT, dump.toString());
            assertEquals(0, outcome.status(), outcome.err());
            assertEquals(2, program.describe("").path("TotalCount").asInt());
            assertEquals(
                    "m-2",
                    program.describe("&ImageId=m-2")
                            .at("/Images/Image/0/ImageId")
                            .asText());
            program.stop();
        }
        var again = CommandResult.of("import", data, "--account", ACCOUNT, dump.toString());
        assertTrue(again.out().contains("0 added, 2 updated"), again.out() + again.err());
    }

    @Test
    void atDebugLevelTheLogNamesWhatIsIgnoredAndRepeatsNoValue() throws Exception {
        var log = folder.resolve("log");
        try (var program = ServerProcess.logging(log, Map.of("LOG_LEVEL", "debug"), "--port", "0")) {
            var answer = program.describe("&ImageId=m-nothing&Secrte=a-secret-value");
            assertEquals(0, answer.path("TotalCount").asInt(), answer.toString());
            program.stop();
        }
        var said = Files.readString(log);
        assertTrue(said.contains("are ignored: [Secrte]"), said);
        assertTrue(said.contains("m-nothing is not in the list"), said);
        assertFalse(said.contains("a-secret-value"), said);
    }

    @Test
    void aServerWithDataAsksEveryoneToSign() throws Exception {
        var data = Databases.option(folder.resolve("data"));
        var place = data.replaceFirst("--\\w+=", "").replaceFirst("\\?.*", "");
        try (var program = new ServerProcess("serve", "--port", "0", data)) {
            assertTrue(program.greeting().contains("sign every request"), program.greeting());
            assertTrue(program.greeting().contains("catalogue      " + place + "\n"), program.greeting());
            assertEquals("MissingAccessKeyId", program.describe("").path("Code").asText());
            program.stop();
        }
    }

    @Test
    void aServerOnAFolderThatAnotherHasOpenSaysSo() throws Exception {
        var data = "--data=" + folder.resolve("data");
        try (var first = new ServerProcess("serve", "--port", "0", data);
                var second = new ServerProcess("serve", "--port", "0", data)) {
            assertTrue(first.greeting().contains("data\n"), first.greeting());
            assertTrue(
                    second.greeting().contains("data, through the program that opened it first\n"), second.greeting());
            second.stop();
            first.stop();
        }
    }

    @Test
    void healthAndMetricsHaveAPortOfTheirOwn() throws Exception {
        int port = RunningServer.freePort();
        var log = folder.resolve("log");
        try (var program =
                ServerProcess.logging(log, Map.of(), "--port", "0", "--management-port", String.valueOf(port))) {
            var management = "http://127.0.0.1:" + port;
            assertTrue(program.greeting().contains(management + "/health"), program.greeting());
            assertTrue(program.describe("").path("TotalCount").asInt() > 0);
            assertTrue(get(management + "/health/readiness").contains("\"status\":\"UP\""));
            assertTrue(get(management + "/prometheus")
                    .contains("ecs_images_requests_total{action=\"DescribeImages\",code=\"OK\",status=\"200\"} 1.0"));
            assertTrue(get(program.uri() + "prometheus").contains("<Code>InvalidAction.NotFound</Code>"));
            program.stop();
        }
        var lines = Files.readAllLines(log);
        assertEquals(2, lines.size(), lines.toString());
        assertTrue(
                lines.get(0)
                        .matches("time=\\S+Z requestId=[0-9A-F-]{36} client=127\\.0\\.0\\.1 signature=none"
                                + " account=1000000000000001 action=DescribeImages format=JSON status=200 code=OK rows=10"
                                + " ms=[0-9.]+"),
                lines.get(0));
    }

    private static String get(String uri) {
        return RunningServer.send(HttpRequest.newBuilder(URI.create(uri)).GET()).body();
    }
}
