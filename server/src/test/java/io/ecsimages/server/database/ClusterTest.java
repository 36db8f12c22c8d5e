package io.ecsimages.server.database;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static io.ecsimages.server.TestImages.tags;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.micronaut.data.connection.exceptions.ConnectionException;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.transaction.exceptions.TransactionException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Two servers on a Galera cluster of three nodes survive the loss of each node, under requests and imports. Nothing that a
 * response confirmed is lost.
 */
@EnabledIfSystemProperty(named = "ecs-images.long", matches = "true")
@EnabledIfSystemProperty(named = "ecs-images.database", matches = "mariadb")
@Timeout(900)
class ClusterTest {

    private static final Duration BEFORE = Duration.ofSeconds(2);
    private static final Duration AFTER = Duration.ofSeconds(15);

    private static List<DatabaseServer> nodes;
    private static List<TestServer> servers;

    @BeforeAll
    static void start() throws Exception {
        var begin = Instant.now();
        nodes = DatabaseServer.galera();
        System.out.println("cluster: three nodes up after " + seconds(begin));
        nodes.get(0).execute("CREATE DATABASE catalogue");
        servers = new ArrayList<>();
        servers.add(TestServer.withSample(Map.of("datasources.default.url", url(0, 1, 2))));
        servers.add(TestServer.empty(Map.of("datasources.default.url", url(1, 2, 0))));
    }

    private static String url(int... order) {
        return "jdbc:mariadb:sequential://"
                + IntStream.of(order).mapToObj(i -> nodes.get(i).address()).collect(Collectors.joining(","))
                + "/catalogue?user=root";
    }

    private static String seconds(Instant start) {
        return Duration.between(start, Instant.now()).toMillis() / 1000.0 + " s";
    }

    @AfterAll
    static void stop() {
        servers.forEach(TestServer::close);
        nodes.forEach(DatabaseServer::close);
    }

    /** Sends requests and imports to both servers until it is closed. */
    private static final class Load implements AutoCloseable {

        private final AtomicBoolean stopped = new AtomicBoolean();
        private final ExecutorService threads = Executors.newFixedThreadPool(6);
        private final List<Future<?>> running = new ArrayList<>();
        private final ConcurrentLinkedQueue<SignedRequest> succeeded = new ConcurrentLinkedQueue<>();
        private final Set<String> imported = ConcurrentHashMap.newKeySet();
        private final Map<String, AtomicInteger> outcomes = new ConcurrentHashMap<>();
        private final AtomicInteger failedImports = new AtomicInteger();
        private final AtomicLong slowest = new AtomicLong();
        private volatile Instant lastRefusal = Instant.MIN;

        Load() {
            for (TestServer server : servers) {
                for (int i = 0; i < 2; i++) {
                    repeat(() -> sendRequest(server));
                }
                repeat(() -> importDump(server));
            }
        }

        private void repeat(Runnable action) {
            running.add(threads.submit(() -> {
                while (!stopped.get()) {
                    action.run();
                }
            }));
        }

        private void sendRequest(TestServer server) {
            var request = new SignedRequest(UUID.randomUUID().toString());
            var start = Instant.now();
            var outcome = request.outcome(server);
            slowest.accumulateAndGet(Duration.between(start, Instant.now()).toMillis(), Math::max);
            outcomes.computeIfAbsent(outcome, name -> new AtomicInteger()).incrementAndGet();
            if (outcome.equals("200")) {
                succeeded.add(request);
            } else {
                lastRefusal = Instant.now();
            }
        }

        private void importDump(TestServer server) {
            var id = "m-" + UUID.randomUUID();
            try {
                server.importDump(
                        dump(
                                "cn-qingdao",
                                image(id, "Tags", tags("id", id)),
                                image(id + "-2", "Tags", tags("id", id + "-2"))),
                        TestServer.ACCOUNT);
                imported.add(id);
                imported.add(id + "-2");
            } catch (DataAccessException | TransactionException | ConnectionException e) {
                failedImports.incrementAndGet();
            }
        }

        @Override
        public void close() throws Exception {
            stopped.set(true);
            for (Future<?> each : running) {
                each.get();
            }
            threads.shutdown();
        }
    }

    @RepeatedTest(3)
    void survivesLossOfAnyNode(RepetitionInfo repetition) throws Exception {
        int number = repetition.getCurrentRepetition() - 1;
        var node = nodes.get(number);
        Load load;
        Instant killed;
        try (var running = new Load()) {
            load = running;
            Thread.sleep(BEFORE.toMillis());
            killed = Instant.now();
            node.kill();
            Thread.sleep(AFTER.toMillis());
            var restarted = Instant.now();
            node.start();
            System.out.println("cluster: node " + (number + 1) + " rejoined after " + seconds(restarted));
            Thread.sleep(BEFORE.toMillis());
        }
        var gap = load.lastRefusal.isBefore(killed) ? Duration.ZERO : Duration.between(killed, load.lastRefusal);
        System.out.println("cluster: node " + (number + 1) + " killed under load: requests " + load.outcomes
                + ", last refusal " + gap.toMillis() + " ms after the kill, slowest response " + load.slowest.get()
                + " ms; " + load.imported.size() + " images imported, " + load.failedImports + " imports refused");

        assertThat(load.outcomes.get("200").get()).isPositive();
        assertThat(gap).as("time until requests succeed").isLessThan(AFTER);
        assertThat(load.slowest.get()).as("slowest response in milliseconds").isLessThan(AFTER.toMillis());
        assertThat(load.outcomes.keySet().stream()
                        .filter(outcome -> !outcome.equals("200")
                                && !outcome.equals(SignedRequest.outcome(ApiError.SERVICE_UNAVAILABLE)))
                        .collect(Collectors.toSet()))
                .isEmpty();
        for (SignedRequest request : load.succeeded) {
            assertThat(request.outcome(servers.get(number % 2)))
                    .isEqualTo(SignedRequest.outcome(ApiError.SIGNATURE_NONCE_USED));
        }
        for (int i = 0; i < nodes.size(); i++) {
            assertThat(missing(load.imported, nodes.get(i)))
                    .as("missing on node " + (i + 1))
                    .isEmpty();
        }
    }

    /** Returns the images that are missing from a node, or lack their tag there. */
    private static Set<String> missing(Collection<String> images, DatabaseServer node) throws SQLException {
        var missing = new TreeSet<>(images);
        try (var connection = DriverManager.getConnection(node.url("catalogue"));
                var rows = connection
                        .createStatement()
                        .executeQuery("SELECT image_id FROM image JOIN image_tag ON image_tag.image = image.id"
                                + " AND tag_value = image_id")) {
            while (rows.next()) {
                missing.remove(rows.getString(1));
            }
        }
        return missing;
    }
}
