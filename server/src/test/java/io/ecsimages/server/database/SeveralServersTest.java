package io.ecsimages.server.database;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.TestServer;
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

/** Servers over one database are one service, whichever of them is asked. */
@Timeout(120)
class SeveralServersTest {

    private static TestServer one;
    private static TestServer other;
    private static ExecutorService threads;

    @BeforeAll
    static void start() {
        var url = Databases.create();
        one = TestServer.withSample(Map.of("datasources.default.url", url));
        other = TestServer.empty(Map.of("datasources.default.url", url));
        threads = Executors.newFixedThreadPool(2);
    }

    @AfterAll
    static void stop() {
        threads.shutdownNow();
        one.close();
        other.close();
    }

    private interface Task<T> {
        T with(TestServer server);
    }

    /** Does the same with both servers at the same moment. */
    private static <T> List<T> both(Task<T> task) throws Exception {
        var together = new CyclicBarrier(2);
        var results = new ArrayList<T>();
        for (var result : threads.invokeAll(List.<Callable<T>>of(
                () -> {
                    together.await();
                    return task.with(one);
                },
                () -> {
                    together.await();
                    return task.with(other);
                }))) {
            results.add(result.get());
        }
        return results;
    }

    @Test
    void aNonceIsUsedOnceAcrossThem() throws Exception {
        for (int i = 0; i < 20; i++) {
            var request = new SignedRequest("race-" + i);
            assertThat(both(request::outcome).stream().sorted().toList())
                    .containsExactly("200", "400 SignatureNonceUsed");
        }
    }

    @Test
    void anImportThroughOneIsSeenByTheOther() {
        for (int i = 0; i < 10; i++) {
            var id = "m-seen-" + i;
            assertThat(other.describe("ImageId", id).path("TotalCount").asInt()).isEqualTo(0);
            one.importDump(dump("cn-hangzhou", image(id)), TestServer.ACCOUNT);
            assertThat(other.describe("ImageId", id).path("TotalCount").asInt()).isEqualTo(1);
            other.importDump(dump("cn-hangzhou", image(id, "ImageName", "renamed")), TestServer.ACCOUNT);
            assertThat(one.describe("ImageId", id)
                            .at("/Images/Image/0/ImageName")
                            .asText())
                    .isEqualTo("renamed");
        }
    }

    @Test
    void importsOfTheSameImagesAtTheSameTimeAreBothTaken() throws Exception {
        for (int round = 0; round < 5; round++) {
            var ids = IntStream.range(100 * round, 100 * round + 50)
                    .mapToObj(i -> "m-both-" + i)
                    .toList();
            var dump = dump("cn-hangzhou", ids.stream().map(id -> image(id)).toList());
            both(server -> {
                server.importDump(dump, TestServer.ACCOUNT);
                return true;
            });
            var found = both(server -> server.describe("ImageId", String.join(",", ids))
                    .path("TotalCount")
                    .asInt());
            assertThat(found).containsExactly(50, 50);
        }
    }

    @Test
    void aKeyThatOneDisablesIsRefusedByTheOther() {
        assertThat(new SignedRequest("before").outcome(other)).isEqualTo("200");
        var keys = one.bean(AccessKeys.class);
        keys.activate("testid", false);
        assertThat(new SignedRequest("without").outcome(other)).isEqualTo("400 InvalidAccessKeyId.Inactive");
        keys.activate("testid", true);
        assertThat(new SignedRequest("after").outcome(other)).isEqualTo("200");
    }
}
