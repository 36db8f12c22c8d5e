package io.ecsimages.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ecsimages.client.model.DescribeImagesRequest;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
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

/** What becomes of connections: those that fail, those that many threads use, and those that are closed. */
class ConnectionTest {

    private static final AccessKey KEY = AccessKey.of("id", "secret");
    private static final DescribeImagesRequest REQUEST = new DescribeImagesRequest().regionId("cn-hangzhou");

    @Test
    void anAnswerThatDoesNotComeInTimeIsNotWaitedForAndNotAskedForAgain() {
        try (var service = StandIn.of(exchange -> {});
                var ecs = EcsImages.connect(
                        service.endpoint(), KEY, Map.of("micronaut.http.services.ecs-images.read-timeout", "300ms"))) {
            var begin = Instant.now();
            assertThrows(NoAnswerException.class, () -> ecs.describeImages(REQUEST));
            assertTrue(Duration.between(begin, Instant.now()).toSeconds() < 5);
            assertEquals(1, service.queries().size());
        }
    }

    @Test
    void aConnectionThatIsRefusedIsTriedAgain() throws IOException {
        int port = freePort();
        var late = CompletableFuture.supplyAsync(
                () -> StandIn.of(exchange -> StandIn.answer(exchange, 200, StandIn.PAGE), port),
                CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS));
        try (var ecs = EcsImages.connect("http://127.0.0.1:" + port, KEY, Map.of("ecs-images.retry.delay", "2s"))) {
            assertEquals(7, ecs.describeImages(REQUEST).getTotalCount());
        } finally {
            late.join().close();
        }
    }

    @Test
    void aConnectionThatIsRefusedForGoodIsNoAnswer() throws IOException {
        try (var ecs =
                EcsImages.connect("http://127.0.0.1:" + freePort(), KEY, Map.of("ecs-images.retry.delay", "10ms"))) {
            var thrown = assertThrows(NoAnswerException.class, () -> ecs.describeImages(REQUEST));
            assertTrue(thrown.getMessage().contains("Connection refused"), thrown.getMessage());
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void aSignedRequestDoesNotFollowARedirect() {
        try (var elsewhere = StandIn.of(exchange -> StandIn.answer(exchange, 200, StandIn.PAGE));
                var service = StandIn.of(exchange -> {
                    exchange.getResponseHeaders().set("Location", elsewhere.endpoint() + "/");
                    StandIn.answer(exchange, 302, null, "");
                });
                var ecs = EcsImages.connect(service.endpoint(), KEY)) {
            var thrown = assertThrows(EcsImagesException.class, () -> ecs.describeImages(REQUEST));
            assertEquals(302, thrown.status());
            assertEquals("", thrown.code());
            assertEquals(0, elsewhere.queries().size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>Sign in to this network</html>", "", "{\"Images\":", "[]", "{\"Images\":\"none\"}"})
    void aGoodStatusWithAnAnswerOfSomethingElseIsAnErrorWithoutACode(String body) {
        try (var service = StandIn.of(exchange -> StandIn.answer(exchange, 200, body));
                var ecs = EcsImages.connect(service.endpoint(), KEY)) {
            var thrown = assertThrows(EcsImagesException.class, () -> ecs.describeImages(REQUEST));
            assertEquals(200, thrown.status());
            assertEquals("", thrown.code());
        }
    }

    @Test
    void manyThreadsShareAClientAndEachGetsItsOwnAnswer() throws Exception {
        try (var service = StandIn.of(exchange -> {
                    var region = exchange.getRequestURI().getQuery().replaceAll(".*RegionId=([^&]*).*", "$1");
                    StandIn.answer(exchange, 200, StandIn.PAGE.replace("cn-hangzhou", region));
                });
                var ecs = EcsImages.connect(service.endpoint(), KEY)) {
            var threads = Executors.newFixedThreadPool(16);
            var answers = IntStream.range(0, 400)
                    .mapToObj(i ->
                            threads.submit(() -> ecs.describeImages(new DescribeImagesRequest().regionId("region-" + i))
                                    .getRegionId()))
                    .toList();
            for (int i = 0; i < answers.size(); i++) {
                assertEquals("region-" + i, answers.get(i).get());
            }
            threads.shutdown();
        }
    }

    @Test
    void aClosedClientLeavesNoThreadAndAnswersNoMore() throws InterruptedException {
        try (var service = StandIn.of(exchange -> StandIn.answer(exchange, 500, "{\"Code\":\"InternalError\"}"))) {
            var before = threads();
            var ecs = EcsImages.connect(service.endpoint(), KEY, Map.of("ecs-images.retry.delay", "10ms"));
            assertThrows(EcsImagesException.class, () -> ecs.describeImages(REQUEST));
            var opened = threads();
            opened.removeAll(before);
            assertFalse(opened.isEmpty());
            ecs.close();
            assertThrows(RuntimeException.class, () -> ecs.describeImages(REQUEST));
            for (Thread thread : opened) {
                thread.join(10_000);
                assertFalse(thread.isAlive(), thread.getName());
            }
            ecs.close();
        }
    }

    /** All threads but those of the service in this same program, and of the pool that the virtual machine shares. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().matches("pool-.*|HTTP-Dispatcher|ForkJoinPool.commonPool-.*"))
                .collect(Collectors.toSet());
    }

    @Test
    void anOptionThatMeansNothingIsRefused() {
        var options = new HashMap<String, Object>(Map.of("ecs-images.retry.atempts", 3));
        var thrown = assertThrows(
                IllegalArgumentException.class, () -> EcsImages.connect("http://127.0.0.1:1", KEY, options));
        assertTrue(thrown.getMessage().contains("ecs-images.retry.atempts"), thrown.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8080/path", "ftp://127.0.0.1", "http://", "http://127.0.0.1/?a=b", " "})
    void anEndpointThatIsNoneIsRefused(String endpoint) {
        assertThrows(IllegalArgumentException.class, () -> EcsImages.connect(endpoint, KEY));
    }
}
