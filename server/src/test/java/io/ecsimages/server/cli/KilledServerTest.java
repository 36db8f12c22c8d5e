package io.ecsimages.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.database.Databases;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that is killed during writes leaves whole images: each with its tags and its snapshot, and every image that it reported.
 * {@code -Decs-images.kill-rounds=100} kills more servers.
 */
@Timeout(600)
@Tag("extended")
class KilledServerTest {

    private static final int ROUNDS = Integer.getInteger("ecs-images.kill-rounds", 1);
    private static final int THREADS = 4;
    private static final int MOST_IMAGES = 50;

    @TempDir
    private Path folder;

    private static JsonNode call(URI server, Map<String, String> parameters) {
        return TestServer.json(
                TestServer.send(HttpRequest.newBuilder(URI.create(server + "?" + TestServer.form(parameters)))
                        .GET()));
    }

    private static Map<String, String> creation() {
        return Map.of(
                "Action", "CreateImage",
                "RegionId", "cn-hangzhou",
                "Format", "JSON",
                "InstanceId", "i-1",
                "Tag.1.Key", "env",
                "Tag.2.Key", "team");
    }

    @Test
    void imagesAreWhole() throws Exception {
        var data = Databases.option(folder.resolve("data"));
        var reported = new ConcurrentLinkedQueue<String>();
        for (int round = 0; round < ROUNDS; round++) {
            try (var server = new ServerProcess(
                    "serve", "--port", "0", data, "--image-quota", "1000000", "--allow-unsigned", "1000000000000001")) {
                var threads = Executors.newFixedThreadPool(THREADS);
                var uri = server.uri();
                for (int i = 0; i < THREADS; i++) {
                    threads.execute(() -> createUntilKilled(uri, reported));
                }
                int enough = reported.size() + ThreadLocalRandom.current().nextInt(1, MOST_IMAGES);
                while (reported.size() < enough) {
                    Thread.sleep(1);
                }
                server.close();
                threads.shutdown();
                assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            }
            assertWhole(List.copyOf(reported));
        }
    }

    private static void createUntilKilled(URI server, ConcurrentLinkedQueue<String> reported) {
        try {
            while (true) {
                var response = call(server, creation());
                assertThat(response.has("ImageId")).as(response.toString()).isTrue();
                reported.add(response.path("ImageId").asText());
            }
        } catch (AssertionError killed) {
            // The connection is closed.
        }
    }

    private void assertWhole(List<String> reported) throws Exception {
        try (var connection = Databases.connect(folder.resolve("data"));
                var statement = connection.createStatement()) {
            var ids = new HashSet<String>();
            var rows = statement.executeQuery("SELECT image_id,"
                    + " (SELECT COUNT(*) FROM image_tag WHERE image_tag.image = image.id),"
                    + " (SELECT COUNT(*) FROM image_snapshot WHERE image_snapshot.image = image.id),"
                    + " (SELECT COUNT(*) FROM snapshot, image_snapshot WHERE image_snapshot.image = image.id"
                    + " AND snapshot.snapshot_id = image_snapshot.snapshot_id) FROM image");
            while (rows.next()) {
                ids.add(rows.getString(1));
                assertThat(List.of(rows.getInt(2), rows.getInt(3), rows.getInt(4)))
                        .as(rows.getString(1))
                        .isEqualTo(List.of(2, 1, 1));
            }
            assertThat(ids).containsAll(reported);
        }
    }
}
