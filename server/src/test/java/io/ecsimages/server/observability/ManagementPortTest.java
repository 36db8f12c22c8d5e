package io.ecsimages.server.observability;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.CapturedLog;
import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestImages;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.auth.AccessKey;
import io.ecsimages.server.auth.AccessKeys;
import io.ecsimages.server.database.CallExecutors;
import io.ecsimages.server.http.RawRequest;
import io.ecsimages.server.http.V1Request;
import io.ecsimages.server.http.V3Request;
import io.ecsimages.server.netty.LameDuck;
import io.micronaut.context.BeanContext;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.test.support.TestPropertyProvider;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Health and metrics, which only the management port serves. */
@Tag("database-independent")
@ServerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManagementPortTest implements TestPropertyProvider {

    private static final Map<String, String> PROPERTIES = Map.of(
            "ecs-images.unsigned-account", "",
            "datasources.default.connection-timeout", "300",
            "endpoints.all.port", "${random.port}",
            "endpoints.health.enabled", "true",
            "endpoints.prometheus.enabled", "true",
            "micronaut.metrics.enabled", "true");

    private static TestServer server;
    private static int port;

    @Override
    public Map<String, String> getProperties() {
        return PROPERTIES;
    }

    @BeforeAll
    static void start(TestServer started) {
        server = started.loadSample();
        port = server.managementPort();
    }

    private static TestServer startAnother() {
        return TestServer.withSample(new HashMap<>(PROPERTIES));
    }

    private static HttpResponse<String> get(int port, String path) {
        return TestServer.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .GET());
    }

    private static JsonNode health(int port, String path, int status) {
        var response = get(port, path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return TestServer.json(response);
    }

    /** Returns the value of each metric by its name and labels. */
    private static Map<String, Double> metrics() {
        var response = get(port, "/prometheus");
        assertThat(response.statusCode()).isEqualTo(200);
        var metrics = new TreeMap<String, Double>();
        response.body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(" (?=[^ ]+$)"))
                .forEach(sample -> metrics.put(sample[0], Double.valueOf(sample[1])));
        return metrics;
    }

    private static double metric(String name) {
        return metrics().getOrDefault(name, 0.0);
    }

    private static double requests(String action, String code, int status) {
        return metric(
                "ecs_images_requests_total{action=\"%s\",code=\"%s\",status=\"%d\"}".formatted(action, code, status));
    }

    private static double requests(String action, ApiError error) {
        return requests(action, error.code(), error.status());
    }

    private static double signatureFailures(String reason) {
        return metric("ecs_images_signature_failures_total{reason=\"" + reason + "\"}");
    }

    /** Sends requests and waits until the server has logged and counted them. */
    private static void awaitRequests(int requests, Runnable calls) throws InterruptedException {
        try (var log = new CapturedLog("io.ecsimages.access", Level.INFO)) {
            calls.run();
            log.events(requests);
            // The server counts a request right after it logs it.
            Thread.sleep(50);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/health/liveness", "/health/readiness", "/prometheus", "/metrics"})
    void apiPortDoesNotServeManagementEndpoints(String path) {
        var response = new RawRequest("GET", path)
                .add("Host", server.uri().getAuthority())
                .send(server.uri());
        response.assertError(ApiError.INVALID_ACTION_NOT_FOUND);
        var spoofed = new RawRequest("GET", path)
                .add("Host", "127.0.0.1:" + port)
                .add("X-Forwarded-Port", String.valueOf(port))
                .add("X-Forwarded-Host", "127.0.0.1:" + port);
        assertThat(spoofed.send(server.uri()).status()).isEqualTo(404);
    }

    @Test
    void servesNoManagementEndpointsByDefault() {
        try (var plain = TestServer.withSample()) {
            for (var path : new String[] {"health", "prometheus", "metrics"}) {
                var response = TestServer.send(
                        HttpRequest.newBuilder(plain.uri().resolve("/" + path)).GET());
                assertThat(response.statusCode()).isEqualTo(404);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/metrics", "/env", "/beans", "/loggers", "/threads", "/refresh", "/stop", "/info", "/routes"})
    void disablesOtherManagementEndpoints(String path) {
        assertThat(get(port, path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs", "/openapi.yaml", "/?Action=DescribeImages&RegionId=cn-hangzhou"})
    void managementPortDoesNotServeTheApi(String path) {
        assertThat(get(port, path).statusCode()).isEqualTo(404);
    }

    @Test
    void runningServerIsAliveAndReady() {
        assertThat(health(port, "/health/liveness", 200).path("status").asText())
                .isEqualTo("UP");
        var ready = health(port, "/health/readiness", 200);
        assertThat(ready.path("status").asText()).isEqualTo("UP");
        assertThat(ready.at("/details/jdbc/status").asText()).isEqualTo("UP");
        assertThat(health(port, "/health", 200).path("status").asText()).isEqualTo("UP");
    }

    @Test
    void serverWithoutDatabaseIsAliveButNotReady() {
        try (var broken = startAnother()) {
            int other = broken.managementPort();
            health(other, "/health/readiness", 200);
            broken.sql("SHUTDOWN");
            var ready = health(other, "/health/readiness", 503);
            assertThat(ready.path("status").asText()).isEqualTo("DOWN");
            assertThat(ready.at("/details/jdbc/status").asText()).isEqualTo("DOWN");
            assertThat(health(other, "/health/liveness", 200).path("status").asText())
                    .isEqualTo("UP");
            assertThat(get(other, "/prometheus").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void serverWhoseCallsAllWaitIsAliveAndReady() throws Exception {
        try (var busy = startAnother()) {
            var calls =
                    busy.bean(BeanContext.class).getBean(ExecutorService.class, Qualifiers.byName(CallExecutors.CALLS));
            var end = new CountDownLatch(1);
            // More than it has threads.
            IntStream.range(0, 1000)
                    .forEach(i -> calls.submit(() -> {
                        end.await();
                        return null;
                    }));
            var call = CompletableFuture.supplyAsync(() -> new V1Request("GET").send(busy.uri()));
            health(busy.managementPort(), "/health/liveness", 200);
            health(busy.managementPort(), "/health/readiness", 200);
            var documentation =
                    HttpRequest.newBuilder(busy.uri().resolve("/openapi.yaml")).GET();
            assertThat(TestServer.send(documentation).statusCode()).isEqualTo(200);
            assertThat(call).isNotDone();
            end.countDown();
            call.get(10, TimeUnit.SECONDS).assertImages();
        }
    }

    @Test
    void stoppingServerIsNotReadyButResponds() throws Exception {
        try (var stopping = startAnother()) {
            int other = stopping.managementPort();
            assertThat(new V1Request("GET").send(stopping.uri()).assertImages().header("Connection"))
                    .isNull();
            stopping.bean(LameDuck.class).begin();
            var ready = health(other, "/health/readiness", 503);
            assertThat(ready.at("/details/stopping/status").asText()).isEqualTo("DOWN");
            assertThat(health(other, "/health/liveness", 200).path("status").asText())
                    .isEqualTo("UP");
            var response = new V1Request("GET").send(stopping.uri()).assertImages();
            assertThat(response.header("Connection")).isEqualTo("close");
        }
    }

    @Test
    void countsRequestsByActionAndCode() throws Exception {
        double ok = requests("DescribeImages", "OK", 200);
        double invalid = requests("DescribeImages", ApiError.INVALID_PARAMETER_PAGE_SIZE);
        double notFound = requests("DescribeImages", ApiError.INVALID_REGION_ID_NOT_FOUND);
        awaitRequests(4, () -> {
            new V1Request("GET").send(server.uri()).assertImages();
            new V3Request("POST").send(server.uri()).assertImages();
            new V1Request("GET").with("PageSize", "0").send(server.uri()).assertRefused();
            new V3Request("GET")
                    .with("RegionId", "cn-nowhere")
                    .send(server.uri())
                    .assertRefused();
        });
        assertThat(requests("DescribeImages", "OK", 200)).isEqualTo(ok + 2);
        assertThat(requests("DescribeImages", ApiError.INVALID_PARAMETER_PAGE_SIZE))
                .isEqualTo(invalid + 1);
        assertThat(requests("DescribeImages", ApiError.INVALID_REGION_ID_NOT_FOUND))
                .isEqualTo(notFound + 1);
    }

    @Test
    void recordsRequestDurationsInAHistogram() throws Exception {
        var labels = "{action=\"DescribeImages\",status=\"200\"";
        var name = "ecs_images_request_duration_seconds";
        double before = metric(name + "_count" + labels + "}");
        awaitRequests(1, () -> new V1Request("GET").send(server.uri()).assertImages());
        var metrics = metrics();
        assertThat(metrics.get(name + "_count" + labels + "}")).isEqualTo(before + 1);
        assertThat(metrics.get(name + "_bucket" + labels + ",le=\"+Inf\"}")).isEqualTo(before + 1);
        assertThat(metrics.get(name + "_bucket" + labels + ",le=\"0.001\"}")).isLessThanOrEqualTo(before + 1);
        assertThat(metrics.get(name + "_sum" + labels + "}")).isPositive();
    }

    @Test
    void labelsContainNoValuesOfTheClient() throws Exception {
        double unknown = requests("none", ApiError.INVALID_ACTION_NOT_FOUND);
        double unsupported = requests("unsupported", ApiError.INVALID_ACTION_NOT_FOUND);
        awaitRequests(3, () -> {
            new V1Request("GET").with("Action", "Mischief").send(server.uri()).assertRefused();
            new V1Request("GET")
                    .with("Action", "describeimages")
                    .send(server.uri())
                    .assertRefused();
            new RawRequest("GET", "/Mischief")
                    .add("Host", "x")
                    .send(server.uri())
                    .assertRefused();
        });
        assertThat(requests("none", ApiError.INVALID_ACTION_NOT_FOUND)).isEqualTo(unknown + 1);
        assertThat(requests("unsupported", ApiError.INVALID_ACTION_NOT_FOUND)).isEqualTo(unsupported + 2);
        assertThat(get(port, "/prometheus").body().toLowerCase()).doesNotContain("mischief");
        assertThat(get(port, "/prometheus").body()).doesNotContain(String.valueOf(TestServer.ACCOUNT));
        assertThat(get(port, "/prometheus").body()).doesNotContain("testid");
    }

    @Test
    void countsSignatureFailuresByReason() throws Exception {
        server.bean(AccessKeys.class)
                .add(new AccessKey("inactive", TestServer.ACCOUNT, "testsecret", false, Instant.now(), null, null));
        double mismatches = signatureFailures(ApiError.SIGNATURE_DOES_NOT_MATCH.code());
        double replays = signatureFailures(ApiError.SIGNATURE_NONCE_USED.code());
        double unknownKeys = signatureFailures(ApiError.INVALID_ACCESS_KEY_ID_NOT_FOUND.code());
        double expired = signatureFailures(ApiError.ILLEGAL_TIMESTAMP.code());
        double inactive = signatureFailures(ApiError.INVALID_ACCESS_KEY_ID_INACTIVE.code());
        awaitRequests(8, () -> {
            new V1Request("GET").request(server.uri(), "d3Jvbmc=").send(server.uri());
            new V3Request("GET").request(server.uri()).target("/?PageSize=1").send(server.uri());
            var replay = new V1Request("GET").request(server.uri());
            replay.send(server.uri()).assertImages();
            replay.send(server.uri()).assertRefused();
            new V1Request("GET")
                    .with("AccessKeyId", "nobody")
                    .send(server.uri())
                    .assertRefused();
            new V1Request("GET").with("Timestamp", "2016-02-23T12:46:24Z").send(server.uri());
            new V1Request("GET")
                    .with("AccessKeyId", "inactive")
                    .send(server.uri())
                    .assertRefused();
            // This request has a valid signature and an invalid parameter.
            new V1Request("GET").with("PageSize", "0").send(server.uri()).assertRefused();
        });
        assertThat(signatureFailures(ApiError.SIGNATURE_DOES_NOT_MATCH.code())).isEqualTo(mismatches + 2);
        assertThat(signatureFailures(ApiError.SIGNATURE_NONCE_USED.code())).isEqualTo(replays + 1);
        assertThat(signatureFailures(ApiError.INVALID_ACCESS_KEY_ID_NOT_FOUND.code()))
                .isEqualTo(unknownKeys + 1);
        assertThat(signatureFailures(ApiError.ILLEGAL_TIMESTAMP.code())).isEqualTo(expired + 1);
        assertThat(signatureFailures(ApiError.INVALID_ACCESS_KEY_ID_INACTIVE.code()))
                .isEqualTo(inactive + 1);
        assertThat(signatureFailures(ApiError.INVALID_PARAMETER_PAGE_SIZE.code()))
                .isEqualTo(0);
    }

    @Test
    void reportsCatalogueSizeAndLastChange() {
        var catalogue = server.bean(CatalogueMetrics.class);
        catalogue.refresh();
        double before = metric("ecs_images_catalogue_images");
        server.importDump(
                TestImages.dump("cn-beijing", TestImages.image("m-new-1"), TestImages.image("m-new-2")),
                TestServer.ACCOUNT);
        assertThat(metric("ecs_images_catalogue_images")).isEqualTo(before);
        catalogue.refresh();
        assertThat(metric("ecs_images_catalogue_images")).isEqualTo(before + 2);
        double changed = metric("ecs_images_catalogue_last_change_timestamp_seconds");
        double age = Instant.now().getEpochSecond() - changed;
        assertThat(age >= 0 && age < 60).as("changed " + age + " seconds ago").isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hikaricp_connections_active",
                "hikaricp_connections_pending",
                "hikaricp_connections_max",
                "hikaricp_connections_timeout_total",
                "jvm_memory_used_bytes",
                "jvm_threads_live_threads",
                "jvm_gc_memory_allocated_bytes_total",
                "process_cpu_usage",
                "process_uptime_seconds",
                "process_files_open_files",
                "logback_events_total"
            })
    void reportsConnectionPoolAndJvm(String name) {
        assertThat(metrics().keySet().stream().anyMatch(key -> key.startsWith(name)))
                .as(() -> metrics().toString())
                .isTrue();
    }
}
