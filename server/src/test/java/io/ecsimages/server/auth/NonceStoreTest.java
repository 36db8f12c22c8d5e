package io.ecsimages.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ecsimages.server.RunningServer;
import io.ecsimages.server.database.SqlErrors;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.store.CatalogueVersions;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.order.Ordered;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A nonce is taken once, by whatever server, whatever happens between them and their database. */
@Timeout(120)
class NonceStoreTest {

    private static final String TAKEN = "taken";
    private static final String USED = "SignatureNonceUsed";
    private static final String UNKNOWN = "the outcome is unknown";

    /** What becomes of the next commits: nothing special, or their connection is cut, before or after. */
    enum Commit {
        DONE,
        CUT_BEFORE,
        CUT_AFTER
    }

    private static volatile Commit commit = Commit.DONE;

    /** Stands before the database, and cuts the connection. */
    @Singleton
    @Requires(property = "commits.cut")
    static final class Cutter implements BeanCreatedEventListener<DataSource>, Ordered {

        /** Before the listener which hands out the connection of the current transaction. */
        @Override
        public int getOrder() {
            return HIGHEST_PRECEDENCE;
        }

        @Override
        public DataSource onCreated(BeanCreatedEvent<DataSource> event) {
            return proxy(DataSource.class, event.getBean());
        }

        private static <T> T proxy(Class<T> type, T target) {
            var loader = type.getClassLoader();
            return type.cast(Proxy.newProxyInstance(loader, new Class<?>[] {type}, (proxy, method, arguments) -> {
                boolean commits = method.getName().equals("commit");
                if (commits && commit == Commit.CUT_BEFORE) {
                    throw new SQLNonTransientConnectionException(UNKNOWN, "08006");
                }
                try {
                    var result = method.invoke(target, arguments);
                    if (commits && commit == Commit.CUT_AFTER) {
                        throw new SQLNonTransientConnectionException(UNKNOWN, "08006");
                    }
                    return result instanceof Connection connection ? proxy(Connection.class, connection) : result;
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }));
        }
    }

    /** A clock that is set by hand. */
    private static final class SetClock extends Clock {

        private volatile Instant time = Instant.now();

        @Override
        public Instant instant() {
            return time;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    private static RunningServer database;
    private static ExecutorService threads;

    private final SetClock clock = new SetClock();

    @BeforeAll
    static void start() {
        database = RunningServer.empty(Map.of("commits.cut", true));
        threads = Executors.newCachedThreadPool();
    }

    @AfterAll
    static void stop() {
        threads.shutdownNow();
        database.close();
    }

    @BeforeEach
    void lose() {
        database.sql("DELETE FROM nonce_log");
    }

    @SuppressWarnings("unchecked")
    private static TransactionOperations<Connection> transactions() {
        return database.bean(TransactionOperations.class);
    }

    private NonceStore log() {
        return new NonceStore(database.bean(JdbcOperations.class), transactions(), clock);
    }

    /** What is one server to the others: it knows what it read and appended itself. */
    private AuthBatcher server() {
        return new AuthBatcher(
                database.bean(AccessKeyCache.class),
                log(),
                database.bean(CatalogueVersions.class),
                transactions(),
                null,
                threads);
    }

    private Nonce nonce(long hash) {
        return new Nonce(hash, clock.instant().plus(Duration.ofMinutes(15)));
    }

    private static String outcome(AuthBatcher server, Nonce nonce) {
        try {
            server.submit(null, nonce).join();
            return TAKEN;
        } catch (CompletionException e) {
            return e.getCause() instanceof ApiException refused
                    ? refused.error().code()
                    : SqlErrors.findUnavailable(e).map(SQLException::getMessage).orElseThrow(() -> e);
        }
    }

    private String take(AuthBatcher server, long hash) {
        return outcome(server, nonce(hash));
    }

    private static List<Long> sequences() {
        return transactions().executeRead(status -> {
            try (var rows = status.getConnection()
                    .createStatement()
                    .executeQuery("SELECT sequence FROM nonce_log ORDER BY sequence")) {
                var sequences = new ArrayList<Long>();
                while (rows.next()) {
                    sequences.add(rows.getLong(1));
                }
                return sequences;
            }
        });
    }

    @RepeatedTest(3)
    void serversThatRaceTakeEachNonceOnce() throws Exception {
        int servers = 3;
        int threadsOfEach = 3;
        int nonces = 150;
        var all = IntStream.range(0, servers).mapToObj(i -> server()).toList();
        var taken = new AtomicIntegerArray(nonces);
        var together = new CyclicBarrier(servers * threadsOfEach);
        var racing = new ArrayList<Callable<Void>>();
        for (int i = 0; i < servers * threadsOfEach; i++) {
            var server = all.get(i % servers);
            var random = new Random(i);
            racing.add(() -> {
                // About the same at the same time, but not quite.
                var order = new ArrayList<>(IntStream.range(0, nonces).boxed().toList());
                for (int from = 0; from < nonces; from += 10) {
                    Collections.shuffle(order.subList(from, from + 10), random);
                }
                together.await();
                for (int nonce : order) {
                    var outcome = take(server, nonce);
                    if (outcome.equals(TAKEN)) {
                        taken.incrementAndGet(nonce);
                    } else {
                        assertEquals(USED, outcome);
                    }
                }
                return null;
            });
        }
        for (var each : threads.invokeAll(racing)) {
            each.get();
        }
        var another = server();
        for (int nonce = 0; nonce < nonces; nonce++) {
            assertEquals(1, taken.get(nonce), "nonce " + nonce);
            assertEquals(USED, take(another, nonce));
        }
        var sequences = sequences();
        assertEquals(LongStream.range(0, sequences.size()).boxed().toList(), sequences);
    }

    @Test
    void ofTwoInOneRoundOneIsTaken() throws Exception {
        var server = server();
        take(server, 1);
        var outcomes = new ArrayList<String>();
        for (var each : threads.invokeAll(Collections.<Callable<String>>nCopies(20, () -> take(server, 2)))) {
            outcomes.add(each.get());
        }
        assertEquals(1, Collections.frequency(outcomes, TAKEN));
        assertEquals(19, Collections.frequency(outcomes, USED));
    }

    @Test
    void aNewServerKnowsWhatAnOlderOneTook() {
        var older = server();
        assertEquals(TAKEN, take(older, 1));
        assertEquals(TAKEN, take(older, 2));
        var newer = server();
        assertEquals(USED, take(newer, 1));
        assertEquals(TAKEN, take(newer, 3));
        assertEquals(USED, take(newer, 2));
        assertEquals(USED, take(older, 3));
        assertEquals(TAKEN, take(older, 4));
    }

    @Test
    void whereTheNewestRowWasLostAndReplacedBothCount() {
        var server = server();
        assertEquals(TAKEN, take(server, 1));
        assertEquals(TAKEN, take(server, 2));
        database.sql("DELETE FROM nonce_log WHERE sequence = 2");
        var another = server();
        assertEquals(TAKEN, take(another, 3));
        assertEquals(List.of(0L, 1L, 2L), sequences());
        assertEquals(USED, take(server, 2));
        assertEquals(USED, take(server, 3));
        assertEquals(TAKEN, take(another, 4));
        assertEquals(USED, take(server, 4));
        assertEquals(USED, take(server, 1));
        assertEquals(TAKEN, take(server, 5));
        assertEquals(USED, take(another, 5));
    }

    @Test
    void aLogThatWasLostBeginsAnew() {
        var server = server();
        assertEquals(TAKEN, take(server, 1));
        database.sql("DELETE FROM nonce_log");
        assertEquals(TAKEN, take(server, 2));
        assertEquals(USED, take(server, 1));
        assertEquals(USED, take(server(), 2));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE})
    void everyHashIsKept(long hash) {
        assertEquals(TAKEN, take(server(), hash));
        assertEquals(USED, take(server(), hash));
    }

    private void forget() {
        transactions().executeWrite(status -> {
            log().deleteExpired();
            return null;
        });
    }

    @Test
    void whatExpiredGoesAndTheNewestRowStays() {
        var server = server();
        assertEquals(TAKEN, take(server, 1));
        clock.time = clock.time.plus(Duration.ofMinutes(10));
        assertEquals(TAKEN, take(server, 2));
        forget();
        assertEquals(List.of(1L, 2L), sequences());
        clock.time = clock.time.plus(Duration.ofMinutes(7));
        forget();
        assertEquals(List.of(2L), sequences());
        assertEquals(TAKEN, take(server, 1));
        assertEquals(USED, take(server, 2));
        clock.time = clock.time.plus(Duration.ofHours(1));
        forget();
        assertEquals(List.of(3L), sequences());
        assertEquals(TAKEN, take(server(), 1));
        assertEquals(USED, take(server, 1));
        assertEquals(TAKEN, take(server, 2));
    }

    @Test
    void anIdleServerReadsTheLogAnewWhereItsLastRowWasForgotten() {
        var idle = server();
        assertEquals(TAKEN, take(idle, 1));
        clock.time = clock.time.plus(Duration.ofHours(1));
        var busy = server();
        assertEquals(TAKEN, take(busy, 2));
        assertEquals(TAKEN, take(busy, 3));
        forget();
        assertEquals(List.of(2L, 3L), sequences());
        assertEquals(USED, take(idle, 2));
        assertEquals(USED, take(idle, 3));
        assertEquals(TAKEN, take(idle, 4));
    }

    @Test
    void noPlaceIsFreeAgainBehindARowThatCountsLonger() {
        var idle = server();
        assertEquals(TAKEN, outcome(idle, new Nonce(1, clock.instant().plus(Duration.ofMinutes(30)))));
        var busy = server();
        assertEquals(TAKEN, take(busy, 2));
        clock.time = clock.time.plus(Duration.ofMinutes(17));
        assertEquals(TAKEN, take(busy, 3));
        forget();
        assertEquals(List.of(1L, 2L, 3L), sequences());
        assertEquals(USED, take(idle, 3));
        assertEquals(USED, take(idle, 1));
    }

    @Test
    void aNonceThatExpiresWhileItsRequestWaitsIsNotTaken() {
        var server = server();
        var nonce = nonce(1);
        assertEquals(TAKEN, outcome(server, nonce));
        clock.time = nonce.expires();
        assertEquals(USED, outcome(server, nonce));
        clock.time = nonce.expires().plusMillis(1);
        assertEquals(USED, outcome(server(), nonce));
    }

    /** Takes a nonce while commits are cut, then again. */
    private String twice(AuthBatcher server, long hash, Commit cut) {
        commit = cut;
        assertEquals(UNKNOWN, take(server, hash));
        commit = Commit.DONE;
        // Who comes before the round that failed has ended hears the same.
        return Stream.generate(() -> take(server, hash))
                .filter(outcome -> !outcome.equals(UNKNOWN))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aNonceCountsWhereItsServerDoesNotKnowThatItWasTaken() {
        var server = server();
        assertEquals(TAKEN, take(server, 1));
        assertEquals(USED, twice(server, 2, Commit.CUT_AFTER));
        assertEquals(TAKEN, take(server, 3));
        assertEquals(USED, take(server(), 2));
    }

    @Test
    void aNonceThatWasNotTakenIsFree() {
        var server = server();
        assertEquals(TAKEN, take(server, 1));
        assertEquals(TAKEN, twice(server, 2, Commit.CUT_BEFORE));
        assertEquals(USED, take(server(), 2));
    }

    @ParameterizedTest
    @EnumSource(names = "DONE", mode = EnumSource.Mode.EXCLUDE)
    void aServerThatIsCutOffAtItsFirstNonceBeginsAgain(Commit cut) {
        assertEquals(TAKEN, twice(server(), 1, cut));
        assertEquals(USED, take(server(), 1));
    }
}
