package io.ecsimages.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ecsimages.client.model.DescribeImagesRequest;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections to a server on a socket: shared between threads, redirected, and closed. */
class ConnectionTest {

    private static final AccessKey KEY = AccessKey.of("id", "secret");
    private static final DescribeImagesRequest REQUEST = new DescribeImagesRequest().regionId("cn-hangzhou");

    @Test
    void retriesARefusedConnection() throws IOException {
        int port = freePort();
        var late = CompletableFuture.supplyAsync(
                () -> StubServer.of(exchange -> StubServer.respond(exchange, 200, StubServer.PAGE), port),
                CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS));
        try (var ecs = EcsImages.connect("http://127.0.0.1:" + port, KEY, Map.of("ecs-images.retry.delay", "2s"))) {
            assertThat(ecs.describeImages(REQUEST).getTotalCount()).isEqualTo(7);
        } finally {
            late.join().close();
        }
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void doesNotFollowARedirect() {
        try (var target = StubServer.of(exchange -> StubServer.respond(exchange, 200, StubServer.PAGE));
                var service = StubServer.of(exchange -> {
                    exchange.getResponseHeaders().set("Location", target.endpoint() + "/");
                    StubServer.respond(exchange, 302, null, "");
                });
                var ecs = EcsImages.connect(service.endpoint(), KEY)) {
            var thrown = catchThrowableOfType(EcsImagesException.class, () -> ecs.describeImages(REQUEST));
            assertThat(thrown.status()).isEqualTo(302);
            assertThat(thrown.code()).isEmpty();
            assertThat(target.queries()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>Sign in to this network</html>", "", "{\"Images\":", "[]", "{\"Images\":\"none\"}"})
    void foreignBodyHasNoCode(String body) {
        try (var service = StubServer.of(exchange -> StubServer.respond(exchange, 200, body));
                var ecs = EcsImages.connect(service.endpoint(), KEY)) {
            var thrown = catchThrowableOfType(EcsImagesException.class, () -> ecs.describeImages(REQUEST));
            assertThat(thrown.status()).isEqualTo(200);
            assertThat(thrown.code()).isEmpty();
        }
    }

    @Test
    void sharesAClientBetweenThreads() throws Exception {
        try (var service = StubServer.of(exchange -> {
                    var region = exchange.getRequestURI().getQuery().replaceAll(".*RegionId=([^&]*).*", "$1");
                    StubServer.respond(exchange, 200, StubServer.PAGE.replace("cn-hangzhou", region));
                });
                var ecs = EcsImages.connect(service.endpoint(), KEY)) {
            var threads = Executors.newFixedThreadPool(16);
            var regions = IntStream.range(0, 400)
                    .mapToObj(i ->
                            threads.submit(() -> ecs.describeImages(new DescribeImagesRequest().regionId("region-" + i))
                                    .getRegionId()))
                    .toList();
            for (int i = 0; i < regions.size(); i++) {
                assertThat(regions.get(i).get()).isEqualTo("region-" + i);
            }
            threads.shutdown();
        }
    }

    @Test
    void closesAllThreads() throws InterruptedException {
        try (var service =
                StubServer.of(exchange -> StubServer.respond(exchange, 500, "{\"Code\":\"InternalError\"}"))) {
            var before = threads();
            var ecs = EcsImages.connect(service.endpoint(), KEY, Map.of("ecs-images.retry.delay", "10ms"));
            assertThatExceptionOfType(EcsImagesException.class).isThrownBy(() -> ecs.describeImages(REQUEST));
            var opened = threads();
            opened.removeAll(before);
            assertThat(opened).isNotEmpty();
            ecs.close();
            assertThatIllegalStateException()
                    .isThrownBy(() -> ecs.describeImages(REQUEST))
                    .withMessage("the client is closed");
            for (Thread thread : opened) {
                thread.join(10_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
            ecs.close();
        }
    }

    /** Returns all threads but those of the stub server and of the common pool. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().matches("pool-.*|HTTP-Dispatcher|ForkJoinPool.commonPool-.*"))
                .collect(Collectors.toSet());
    }

    @Test
    void rejectsAnUnknownOption() {
        var options = Map.<String, Object>of("ecs-images.retry.atempts", 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EcsImages.connect("http://127.0.0.1:1", KEY, options))
                .withMessageContaining("ecs-images.retry.atempts")
                .withMessageContaining("ecs-images.retry.attempts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8080/path", "ftp://127.0.0.1", "http://", "http://127.0.0.1/?a=b", " "})
    void rejectsAnInvalidEndpoint(String endpoint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EcsImages.connect(endpoint, KEY))
                .withMessageContaining(endpoint);
    }
}
