package io.ecsimages.server.database;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.auth.AccessKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Servers on one database give the same responses. */
@Timeout(120)
class SharedDatabaseTest {

    private static TestServer first;
    private static TestServer second;
    private static ExecutorService threads;

    @BeforeAll
    static void start() {
        var url = Databases.create();
        first = TestServer.withSample(Map.of("datasources.default.url", url));
        second = TestServer.empty(Map.of("datasources.default.url", url));
        threads = Executors.newFixedThreadPool(2);
    }

    @AfterAll
    static void stop() {
        threads.shutdownNow();
        first.close();
        second.close();
    }

    private interface Task<T> {
        T with(TestServer server);
    }

    /** Runs a task on both servers at the same time. */
    private static <T> List<T> onBoth(Task<T> task) throws Exception {
        var barrier = new CyclicBarrier(2);
        var results = new ArrayList<T>();
        for (var result : threads.invokeAll(List.<Callable<T>>of(
                () -> {
                    barrier.await();
                    return task.with(first);
                },
                () -> {
                    barrier.await();
                    return task.with(second);
                }))) {
            results.add(result.get());
        }
        return results;
    }

    @Test
    void nonceIsUsedOnceAcrossServers() throws Exception {
        for (int i = 0; i < 20; i++) {
            var request = new SignedRequest("race-" + i);
            assertThat(onBoth(request::outcome).stream().sorted().toList())
                    .containsExactly("200", SignedRequest.outcome(ApiError.SIGNATURE_NONCE_USED));
        }
    }

    /** So the first request of a server need not wait for it. */
    @Test
    @DisabledIfSystemProperty(named = "ecs-images.database", matches = ".+", disabledReason = "only H2 has a log")
    void startReadsLogOfNonces() {
        var properties = Map.<String, Object>of("datasources.default.url", Databases.create());
        try (var earlier = TestServer.withSample(properties)) {
            var request = new SignedRequest("before the start");
            assertThat(request.outcome(earlier)).isEqualTo("200");
            try (var later = TestServer.empty(properties)) {
                // Now only the memory of the servers has the nonce.
                later.sql("DELETE FROM nonce_log");
                assertThat(request.outcome(later)).isEqualTo(SignedRequest.outcome(ApiError.SIGNATURE_NONCE_USED));
            }
        }
    }

    @Test
    void serversSeeImportsOfEachOther() {
        for (int i = 0; i < 10; i++) {
            var id = "m-seen-" + i;
            assertThat(second.describe("ImageId", id).path("TotalCount").asInt())
                    .isEqualTo(0);
            first.importDump(dump("cn-hangzhou", image(id)), TestServer.ACCOUNT);
            assertThat(second.describe("ImageId", id).path("TotalCount").asInt())
                    .isEqualTo(1);
            second.importDump(dump("cn-hangzhou", image(id, "ImageName", "renamed")), TestServer.ACCOUNT);
            assertThat(first.describe("ImageId", id)
                            .at("/Images/Image/0/ImageName")
                            .asText())
                    .isEqualTo("renamed");
        }
    }

    @Test
    void concurrentImportsOfSameImagesSucceed() throws Exception {
        for (int batch = 0; batch < 5; batch++) {
            var ids = IntStream.range(100 * batch, 100 * batch + 50)
                    .mapToObj(i -> "m-both-" + i)
                    .toList();
            var dump = dump("cn-hangzhou", ids.stream().map(id -> image(id)).toList());
            onBoth(server -> {
                server.importDump(dump, TestServer.ACCOUNT);
                return true;
            });
            var found = onBoth(server -> server.describe("ImageId", String.join(",", ids))
                    .path("TotalCount")
                    .asInt());
            assertThat(found).containsExactly(50, 50);
        }
    }

    @Test
    void disabledKeyIsRejectedByOtherServer() {
        assertThat(new SignedRequest("before").outcome(second)).isEqualTo("200");
        var keys = first.bean(AccessKeys.class);
        keys.activate("testid", false);
        assertThat(new SignedRequest("without").outcome(second))
                .isEqualTo(SignedRequest.outcome(ApiError.INVALID_ACCESS_KEY_ID_INACTIVE));
        keys.activate("testid", true);
        assertThat(new SignedRequest("after").outcome(second)).isEqualTo("200");
    }
}
