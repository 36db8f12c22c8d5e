package io.ecsimages.server.cli;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
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

/** The server in a process of its own, while other commands run. */
@Timeout(60)
@Tag("extended")
class ServeTest {

    private static final String ACCOUNT = "1000000000000001";

    @TempDir
    private Path folder;

    @Test
    void servesSampleByDefaultAndPrintsRequest() throws Exception {
        try (var server = new ServerProcess("--port", "0")) {
            assertThat(server.uri().toString()).as(server.banner()).matches("http://127\\.0\\.0\\.1:[0-9]+/");
            assertThat(server.banner()).contains(server.uri() + "docs");
            assertThat(server.banner()).contains("testid / testsecret");
            assertThat(server.describe("").path("TotalCount").asInt()).isPositive();

            var curl = server.banner().replaceAll("(?s).*curl '([^']*)'.*", "$1");
            var response =
                    TestServer.send(HttpRequest.newBuilder(URI.create(curl)).GET());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(TestServer.json(response).at("/Images/Image")).hasSize(1);
            // 128 + SIGTERM.
            assertThat(server.stop()).isEqualTo(143);
        }
    }

    @Test
    void runningServerSeesImport() throws Exception {
        var data = Databases.option(folder.resolve("data"));
        var dump = Files.writeString(folder.resolve("dump.json"), dump("cn-hangzhou", image("m-1"), image("m-2")));
        try (var server = new ServerProcess("serve", "--port", "0", data, "--allow-unsigned", ACCOUNT)) {
            assertThat(server.describe("").path("TotalCount").asInt()).isEqualTo(0);

            var result = CommandResult.of("import", data, "--account", ACCOUNT, dump.toString());
            assertThat(result.status()).as(result.err()).isEqualTo(0);
            assertThat(server.describe("").path("TotalCount").asInt()).isEqualTo(2);
            assertThat(server.describe("&ImageId=m-2")
                            .at("/Images/Image/0/ImageId")
                            .asText())
                    .isEqualTo("m-2");
            server.stop();
        }
        var again = CommandResult.of("import", data, "--account", ACCOUNT, dump.toString());
        assertThat(again.out()).as(again.out() + again.err()).contains("0 added, 2 updated");
    }

    @Test
    void debugLogNamesIgnoredParametersWithoutValues() throws Exception {
        var log = folder.resolve("log");
        try (var server = ServerProcess.logging(log, Map.of("LOG_LEVEL", "debug"), "--port", "0")) {
            var response = server.describe("&ImageId=m-nothing&Secrte=a-secret-value");
            assertThat(response.path("TotalCount").asInt())
                    .as(response.toString())
                    .isEqualTo(0);
            server.stop();
        }
        var content = Files.readString(log);
        assertThat(content).contains("are ignored: [Secrte]");
        assertThat(content).contains("m-nothing is not in the list");
        assertThat(content).doesNotContain("a-secret-value");
    }

    @Test
    void catalogueOnDiskRequiresSignedRequests() throws Exception {
        var data = Databases.option(folder.resolve("data"));
        var location = data.replaceFirst("--\\w+=", "").replaceFirst("\\?.*", "");
        try (var server = new ServerProcess("serve", "--port", "0", data)) {
            assertThat(server.banner()).contains("sign every request");
            assertThat(server.banner()).contains("catalogue      " + location + "\n");
            assertThat(server.describe("").path("Code").asText()).isEqualTo(ApiError.MISSING_ACCESS_KEY_ID.code());
            server.stop();
        }
    }

    @Test
    void secondServerReportsSharedDataFolder() throws Exception {
        var data = "--data=" + folder.resolve("data");
        try (var first = new ServerProcess("serve", "--port", "0", data);
                var second = new ServerProcess("serve", "--port", "0", data)) {
            assertThat(first.banner()).contains("data\n");
            assertThat(second.banner()).contains("data, through the program that opened it first\n");
            second.stop();
            first.stop();
        }
    }

    @Test
    void healthAndMetricsHaveSeparatePort() throws Exception {
        int port = TestServer.freePort();
        var log = folder.resolve("log");
        try (var server =
                ServerProcess.logging(log, Map.of(), "--port", "0", "--management-port", String.valueOf(port))) {
            var management = "http://127.0.0.1:" + port;
            assertThat(server.banner()).contains(management + "/health");
            assertThat(server.describe("").path("TotalCount").asInt()).isPositive();
            assertThat(get(management + "/health/readiness")).contains("\"status\":\"UP\"");
            assertThat(get(management + "/prometheus"))
                    .contains("ecs_images_requests_total{action=\"DescribeImages\",code=\"OK\",status=\"200\"} 1.0");
            assertThat(get(server.uri() + "prometheus"))
                    .contains("<Code>" + ApiError.INVALID_ACTION_NOT_FOUND.code() + "</Code>");
            server.stop();
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
