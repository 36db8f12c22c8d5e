package io.ecsimages.server.cli;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.database.DatabaseKind;
import io.ecsimages.server.database.Databases;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers in processes of their own: one with the sample, and two that share a catalogue. */
@Timeout(60)
@Tag("extended")
class ServeTest {

    private static final String ACCOUNT = "1000000000000001";

    @TempDir
    private static Path folder;

    private static String management;
    private static ServerProcess sample;
    private static ServerProcess signedOnly;
    private static ServerProcess second;

    @BeforeAll
    @Timeout(180)
    static void start() throws Exception {
        int port = TestServer.freePort();
        management = "http://127.0.0.1:" + port;
        sample = ServerProcess.logging(
                folder.resolve("log"), Map.of("LOG_LEVEL", "debug"), "--port", "0", "--management-port", "" + port);
        signedOnly = new ServerProcess("serve", "--port", "0", data());
        second = new ServerProcess("serve", "--port", "0", data(), "--allow-unsigned", ACCOUNT);
    }

    @AfterAll
    static void stop() throws Exception {
        var servers =
                Stream.of(sample, second, signedOnly).filter(Objects::nonNull).toList();
        try {
            for (ServerProcess server : servers) {
                // 128 + SIGTERM.
                assertThat(server.stop()).isEqualTo(143);
            }
        } finally {
            servers.forEach(ServerProcess::close);
        }
    }

    private static String data() {
        return Databases.option(folder.resolve("data"));
    }

    private static String get(String uri) {
        return TestServer.send(HttpRequest.newBuilder(URI.create(uri)).GET()).body();
    }

    @Test
    void servesSampleByDefaultAndPrintsRequest() {
        assertThat(sample.uri().toString()).as(sample.banner()).matches("http://127\\.0\\.0\\.1:[0-9]+/");
        assertThat(sample.banner()).contains(sample.uri() + "docs");
        assertThat(sample.banner()).contains("testid / testsecret");
        assertThat(sample.describe("").path("TotalCount").asInt()).isPositive();

        var curl = sample.banner().replaceAll("(?s).*curl '([^']*)'.*", "$1");
        var response = TestServer.send(HttpRequest.newBuilder(URI.create(curl)).GET());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(TestServer.json(response).at("/Images/Image")).hasSize(1);
    }

    @Test
    void warmUpIsNeitherLoggedNorMeasuredNorLimited() throws Exception {
        var log = folder.resolve("warm-up");
        int port = TestServer.freePort();
        try (var server = ServerProcess.logging(
                log,
                Map.of(),
                "--port",
                "0",
                "--warm-up",
                "PT1S",
                "--rate-limit",
                "1/1h",
                "--management-port",
                "" + port)) {
            assertThat(server.banner()).containsPattern("(?m)^ {2}warm-up {8}([2-9]|[0-9]{2,}) requests in 1 s$");
            var requestId =
                    server.describe("&ImageOwnerAlias=self").path("RequestId").asText();
            assertThat(get("http://127.0.0.1:" + port + "/prometheus").lines())
                    .filteredOn(line -> line.startsWith("ecs_images_requests_total"))
                    .singleElement()
                    .asString()
                    .endsWith(" 1.0");
            server.stop();
            assertThat(Files.readAllLines(log).stream().filter(line -> line.contains("requestId=")))
                    .singleElement()
                    .asString()
                    .contains(requestId);
        }
    }

    @Test
    void warmUpNeedsAccessKeysAndImages() throws Exception {
        var empty = "--data=" + folder.resolve("empty");
        var warmUp = "--warm-up=PT1H";
        try (var server = new ServerProcess("serve", "--port", "0", empty, warmUp)) {
            assertThat(server.banner()).contains("  warm-up        none, since the catalogue has no access key");
        }
        assertThat(CommandResult.of("access-key", "create", "--account", ACCOUNT, empty)
                        .status())
                .isZero();
        try (var server = new ServerProcess("serve", "--port", "0", empty, warmUp)) {
            assertThat(server.banner()).contains("  warm-up        none, since the catalogue has no image");
        }
    }

    @Test
    void debugLogNamesIgnoredParametersWithoutValues() throws Exception {
        var response = sample.describe("&ImageId=m-nothing&Secrte=a-secret-value");
        assertThat(response.path("TotalCount").asInt()).as(response.toString()).isEqualTo(0);
        var requestId = response.path("RequestId").asText();
        // The access log comes last.
        while (logLines("requestId=" + requestId) == 0) {
            Thread.sleep(10);
        }
        var content = Files.readString(folder.resolve("log"));
        assertThat(content).contains("are ignored: [Secrte]");
        assertThat(content).contains("m-nothing is not in the list");
        assertThat(content).doesNotContain("a-secret-value");
    }

    private static long logLines(String part) throws Exception {
        return Files.readAllLines(folder.resolve("log")).stream()
                .filter(line -> line.contains(part))
                .count();
    }

    @Test
    void healthAndMetricsHaveSeparatePort() {
        assertThat(sample.banner()).contains(management + "/health");
        assertThat(get(management + "/health/readiness")).contains("\"status\":\"UP\"");
        var error = ApiError.INVALID_REGION_ID_NOT_FOUND;
        var metric = "ecs_images_requests_total{action=\"DescribeImages\",code=\"" + error.code() + "\",status=\""
                + error.status() + "\"}";
        assertThat(get(management + "/prometheus")).doesNotContain(metric);
        assertThat(get(sample.uri() + "?Action=DescribeImages&RegionId=none"))
                .contains("<Code>" + error.code() + "</Code>");
        assertThat(get(management + "/prometheus")).contains(metric + " 1.0");
        assertThat(get(sample.uri() + "prometheus"))
                .contains("<Code>" + ApiError.INVALID_ACTION_NOT_FOUND.code() + "</Code>");
    }

    @Test
    void accessLogDescribesRequest() throws Exception {
        var requestId = sample.describe("").path("RequestId").asText();
        while (logLines("requestId=" + requestId) == 0) {
            Thread.sleep(10);
        }
        assertThat(Files.readAllLines(folder.resolve("log")))
                .filteredOn(line -> line.startsWith("time=") && line.contains(requestId))
                .singleElement()
                .asString()
                .matches("time=\\S+Z requestId=" + requestId + " client=127\\.0\\.0\\.1 signature=none"
                        + " account=1000000000000001 action=DescribeImages format=JSON status=200 code=OK rows=10"
                        + " ms=[0-9.]+");
    }

    @Test
    void catalogueOnDiskRequiresSignedRequests() {
        assertThat(signedOnly.banner()).contains("sign every request");
        assertThat(signedOnly.describe("").path("Code").asText()).isEqualTo(ApiError.MISSING_ACCESS_KEY_ID.code());
    }

    @Test
    void secondServerReportsSharedDataFolder() {
        var location = data().replaceFirst("--\\w+=", "").replaceFirst("\\?.*", "");
        assertThat(signedOnly.banner()).contains("catalogue      " + location + "\n");
        var shared = Databases.VENDOR == DatabaseKind.H2 ? ", through the program that opened it first" : "";
        assertThat(second.banner()).contains("catalogue      " + location + shared + "\n");
    }

    @Test
    void runningServersSeeImport() throws Exception {
        var dump = Files.writeString(folder.resolve("dump.json"), dump("cn-hangzhou", image("m-1"), image("m-2")));
        assertThat(second.describe("").path("TotalCount").asInt()).isEqualTo(0);

        var result = CommandResult.of("import", data(), "--account", ACCOUNT, dump.toString());
        assertThat(result.status()).as(result.err()).isEqualTo(0);
        assertThat(second.describe("").path("TotalCount").asInt()).isEqualTo(2);
        assertThat(second.describe("&ImageId=m-2").at("/Images/Image/0/ImageId").asText())
                .isEqualTo("m-2");
        var again = CommandResult.of("import", data(), "--account", ACCOUNT, dump.toString());
        assertThat(again.out()).as(again.out() + again.err()).contains("0 added, 2 updated");
    }
}
