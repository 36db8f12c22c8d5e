package io.ecsimages.server.cli;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.TestServer;
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
            assertThat(program.uri().toString()).as(program.greeting()).matches("http://127\\.0\\.0\\.1:[0-9]+/");
            assertThat(program.greeting()).contains(program.uri() + "docs");
            assertThat(program.greeting()).contains("testid / testsecret");
            assertThat(program.describe("").path("TotalCount").asInt()).isPositive();

            var curl = program.greeting().replaceAll("(?s).*curl '([^']*)'.*", "$1");
            var response =
                    TestServer.send(HttpRequest.newBuilder(URI.create(curl)).GET());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(TestServer.json(response).at("/Images/Image")).hasSize(1);
            // 128 + SIGTERM: it was asked to stop, and did.
            assertThat(program.stop()).isEqualTo(143);
        }
    }

    @Test
    void anImportReachesAServerThatHasTheFolderOpen() throws Exception {
        var data = Databases.option(folder.resolve("data"));
        var dump = Files.writeString(folder.resolve("dump.json"), dump("cn-hangzhou", image("m-1"), image("m-2")));
        try (var program = new ServerProcess("serve", "--port", "0", data, "--allow-unsigned", ACCOUNT)) {
            assertThat(program.describe("").path("TotalCount").asInt()).isEqualTo(0);

            var outcome = CommandResult.of("import", data, "--account", ACCOUNT, dump.toString());
            assertThat(outcome.status()).as(outcome.err()).isEqualTo(0);
            assertThat(program.describe("").path("TotalCount").asInt()).isEqualTo(2);
            assertThat(program.describe("&ImageId=m-2")
                            .at("/Images/Image/0/ImageId")
                            .asText())
                    .isEqualTo("m-2");
            program.stop();
        }
        var again = CommandResult.of("import", data, "--account", ACCOUNT, dump.toString());
        assertThat(again.out()).as(again.out() + again.err()).contains("0 added, 2 updated");
    }

    @Test
    void atDebugLevelTheLogNamesWhatIsIgnoredAndRepeatsNoValue() throws Exception {
        var log = folder.resolve("log");
        try (var program = ServerProcess.logging(log, Map.of("LOG_LEVEL", "debug"), "--port", "0")) {
            var answer = program.describe("&ImageId=m-nothing&Secrte=a-secret-value");
            assertThat(answer.path("TotalCount").asInt()).as(answer.toString()).isEqualTo(0);
            program.stop();
        }
        var said = Files.readString(log);
        assertThat(said).contains("are ignored: [Secrte]");
        assertThat(said).contains("m-nothing is not in the list");
        assertThat(said).doesNotContain("a-secret-value");
    }

    @Test
    void aServerWithDataAsksEveryoneToSign() throws Exception {
        var data = Databases.option(folder.resolve("data"));
        var place = data.replaceFirst("--\\w+=", "").replaceFirst("\\?.*", "");
        try (var program = new ServerProcess("serve", "--port", "0", data)) {
            assertThat(program.greeting()).contains("sign every request");
            assertThat(program.greeting()).contains("catalogue      " + place + "\n");
            assertThat(program.describe("").path("Code").asText()).isEqualTo("MissingParameter");
            program.stop();
        }
    }

    @Test
    void aServerOnAFolderThatAnotherHasOpenSaysSo() throws Exception {
        var data = "--data=" + folder.resolve("data");
        try (var first = new ServerProcess("serve", "--port", "0", data);
                var second = new ServerProcess("serve", "--port", "0", data)) {
            assertThat(first.greeting()).contains("data\n");
            assertThat(second.greeting()).contains("data, through the program that opened it first\n");
            second.stop();
            first.stop();
        }
    }

    @Test
    void healthAndMetricsHaveAPortOfTheirOwn() throws Exception {
        int port = TestServer.freePort();
        var log = folder.resolve("log");
        try (var program =
                ServerProcess.logging(log, Map.of(), "--port", "0", "--management-port", String.valueOf(port))) {
            var management = "http://127.0.0.1:" + port;
            assertThat(program.greeting()).contains(management + "/health");
            assertThat(program.describe("").path("TotalCount").asInt()).isPositive();
            assertThat(get(management + "/health/readiness")).contains("\"status\":\"UP\"");
            assertThat(get(management + "/prometheus"))
                    .contains("ecs_images_requests_total{action=\"DescribeImages\",code=\"OK\",status=\"200\"} 1.0");
            assertThat(get(program.uri() + "prometheus")).contains("<Code>InvalidAction.NotFound</Code>");
            program.stop();
        }
        var lines = Files.readAllLines(log);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .matches("time=\\S+Z requestId=[0-9A-F-]{36} client=127\\.0\\.0\\.1 signature=none"
                        + " account=1000000000000001 action=DescribeImages format=JSON status=200 code=OK rows=10"
                        + " ms=[0-9.]+");
    }

    private static String get(String uri) {
        return TestServer.send(HttpRequest.newBuilder(URI.create(uri)).GET()).body();
    }
}
