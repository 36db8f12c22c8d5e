package io.ecsimages.server.write;

import static io.ecsimages.server.TestServer.MAXIMUM_PAGE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.TestImages;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.database.Databases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Reads on two servers, while images change on both: each response shows the catalogue at one moment. Each write changes two fields
 * of an image and its place in lists, so that a response which mixed two moments would contradict itself.
 * {@code -Decs-images.reads-during-writes=N} sets the number of reads of each thread.
 */
@Tag("query")
@Timeout(240)
class ReadsDuringWritesTest {

    private static final int READS = Integer.getInteger("ecs-images.reads-during-writes", 50);
    private static final int IMAGES = 40;
    private static final List<String> COLOURS = List.of("red", "blue");

    private final AtomicBoolean done = new AtomicBoolean();

    @Test
    void responsesShowOneMoment() throws Exception {
        Map<String, Object> database = Map.of("datasources.default.url", Databases.create());
        try (var first = TestServer.empty(database);
                var second = TestServer.empty(database)) {
            first.importDump(
                    TestImages.dump(
                            "cn-hangzhou",
                            IntStream.range(0, IMAGES)
                                    .mapToObj(i -> TestImages.image(
                                            "m-" + i, "ImageName", "red-" + i, "Description", "red-" + i))
                                    .toList()),
                    TestServer.ACCOUNT);
            var servers = List.of(first, second);
            var writers = List.<Callable<Integer>>of(() -> write(first, 0), () -> write(second, 1));
            var readers = List.<Callable<Integer>>of(() -> read(servers, 1), () -> read(servers, 2));
            var threads = Executors.newFixedThreadPool(4);
            try {
                var writing = writers.stream().map(threads::submit).toList();
                int reads = 0;
                for (var reading : readers.stream().map(threads::submit).toList()) {
                    reads += reading.get();
                }
                done.set(true);
                int writes = 0;
                for (var each : writing) {
                    writes += each.get();
                }
                System.out.println("reads during writes: " + reads + " during " + writes);
                assertThat(writes).isGreaterThan(10);
            } finally {
                done.set(true);
                threads.shutdown();
            }
        }
    }

    /** Changes every second image, from one of the two on. */
    private int write(TestServer server, int from) {
        int writes = 0;
        while (!done.get()) {
            int image = (from + 2 * writes) % IMAGES;
            var name = COLOURS.get(writes / (IMAGES / 2) % 2 == 0 ? 1 : 0) + "-" + image;
            server.succeed("ModifyImageAttribute", "ImageId", "m-" + image, "ImageName", name, "Description", name);
            writes++;
        }
        return writes;
    }

    private int read(List<TestServer> servers, long seed) {
        var random = new Random(seed);
        for (int i = 0; i < READS; i++) {
            var server = servers.get(random.nextInt(2));
            var colour = COLOURS.get(random.nextInt(2));
            switch (i % 3) {
                case 0 -> {
                    var all = images(server, "PageSize", MAXIMUM_PAGE_SIZE);
                    assertThat(all).hasSize(IMAGES);
                }
                case 1 -> {
                    var named = images(server, "ImageName", colour + "*", "PageSize", MAXIMUM_PAGE_SIZE);
                    assertThat(named)
                            .allMatch(image -> image.path("ImageName").asText().startsWith(colour));
                }
                default -> {
                    int image = random.nextInt(IMAGES);
                    var named = images(server, "ImageName", colour + "-" + image, "ImageId", "m-" + image);
                    assertThat(named)
                            .allMatch(found -> found.path("ImageName").asText().equals(colour + "-" + image));
                }
            }
        }
        return READS;
    }

    private static List<JsonNode> images(TestServer server, String... pairs) {
        var response = server.describe(pairs);
        var images = new ArrayList<JsonNode>();
        response.at("/Images/Image").forEach(images::add);
        assertThat(images).hasSize(response.path("TotalCount").asInt());
        assertThat(images).allMatch(image -> image.path("ImageName").equals(image.path("Description")), "is whole");
        return images;
    }
}
