package io.ecsimages.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.database.SqlErrors;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.store.CatalogueVersions;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.order.Ordered;
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
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers claim each nonce once, also after lost connections and lost rows. */
@Timeout(120)
abstract class NonceStoreTest {

    static final String CLAIMED = "claimed";
    static final String USED = ApiError.SIGNATURE_NONCE_USED.code();
    private static final String UNKNOWN = "the outcome is unknown";

    /** The outcome of the next commits: success, or a lost connection before or after the commit. */
    enum Commit {
        DONE,
        LOST_BEFORE,
        LOST_AFTER
    }

    private static volatile Commit commit = Commit.DONE;

    /** Wraps the data source and throws the exceptions of lost connections. */
    @Singleton
    @Requires(property = "commits.intercepted")
    static final class CommitInterceptor implements BeanCreatedEventListener<DataSource>, Ordered {

        /** Runs before the listener that returns the connection of the current transaction. */
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
                if (commits && commit == Commit.LOST_BEFORE) {
                    throw new SQLNonTransientConnectionException(UNKNOWN, "08006");
                }
                try {
                    var result = method.invoke(target, arguments);
                    if (commits && commit == Commit.LOST_AFTER) {
                        throw new SQLNonTransientConnectionException(UNKNOWN, "08006");
                    }
                    return result instanceof Connection connection ? proxy(Connection.class, connection) : result;
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }));
        }
    }

    /** A clock whose time a test sets. */
    static final class ManualClock extends Clock {

        volatile Instant time = Instant.now();

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

    static TestServer database;
    private static ExecutorService threads;

    final ManualClock clock = new ManualClock();
    private final String table;

    NonceStoreTest(String table) {
        this.table = table;
    }

    @BeforeAll
    static void start() {
        database = TestServer.empty(Map.of("commits.intercepted", true));
        threads = Executors.newCachedThreadPool();
    }

    @AfterAll
    static void stop() {
        threads.shutdownNow();
        database.close();
    }

    @BeforeEach
    void deleteNonces() {
        database.sql("DELETE FROM " + table);
    }

    @SuppressWarnings("unchecked")
    static TransactionOperations<Connection> transactions() {
        return database.bean(TransactionOperations.class);
    }

    /** Returns a store with its own copy of the used nonces. */
    abstract NonceStore store();

    /** Returns a server with its own copy of the used nonces. */
    AuthBatcher server() {
        return new AuthBatcher(
                database.bean(AccessKeyCache.class),
                store(),
                database.bean(CatalogueVersions.class),
                transactions(),
                threads);
    }

    Nonce nonce(long hash) {
        return new Nonce(hash, clock.instant().plus(Duration.ofMinutes(15)));
    }

    static String outcome(AuthBatcher server, Nonce nonce) {
        try {
            server.submit(null, nonce).join();
            return CLAIMED;
        } catch (CompletionException e) {
            return e.getCause() instanceof ApiException refused
                    ? refused.error().code()
                    : SqlErrors.findUnavailable(e).map(SQLException::getMessage).orElseThrow(() -> e);
        }
    }

    String claim(AuthBatcher server, long hash) {
        return outcome(server, nonce(hash));
    }

    @RepeatedTest(3)
    void concurrentServersClaimEachNonceOnce() throws Exception {
        int servers = 3;
        int threadsPerServer = 3;
        int nonces = 150;
        var all = IntStream.range(0, servers).mapToObj(i -> server()).toList();
        var claims = new AtomicIntegerArray(nonces);
        var barrier = new CyclicBarrier(servers * threadsPerServer);
        var tasks = new ArrayList<Callable<Void>>();
        for (int i = 0; i < servers * threadsPerServer; i++) {
            var server = all.get(i % servers);
            var random = new Random(i);
            tasks.add(() -> {
                // Each thread claims similar nonces at the same time.
                var order = new ArrayList<>(IntStream.range(0, nonces).boxed().toList());
                for (int from = 0; from < nonces; from += 10) {
                    Collections.shuffle(order.subList(from, from + 10), random);
                }
                barrier.await();
                for (int nonce : order) {
                    var outcome = claim(server, nonce);
                    if (outcome.equals(CLAIMED)) {
                        claims.incrementAndGet(nonce);
                    } else {
                        assertThat(outcome).isEqualTo(USED);
                    }
                }
                return null;
            });
        }
        for (var each : threads.invokeAll(tasks)) {
            each.get();
        }
        var another = server();
        for (int nonce = 0; nonce < nonces; nonce++) {
            assertThat(claims.get(nonce)).as("nonce " + nonce).isEqualTo(1);
            assertThat(claim(another, nonce)).isEqualTo(USED);
        }
    }

    @Test
    void claimsNonceOncePerBatch() throws Exception {
        var server = server();
        claim(server, 1);
        var outcomes = new ArrayList<String>();
        for (var each : threads.invokeAll(Collections.<Callable<String>>nCopies(20, () -> claim(server, 2)))) {
            outcomes.add(each.get());
        }
        assertThat(Collections.frequency(outcomes, CLAIMED)).isEqualTo(1);
        assertThat(Collections.frequency(outcomes, USED)).isEqualTo(19);
    }

    @Test
    void newServerRejectsNoncesClaimedByOthers() {
        var older = server();
        assertThat(claim(older, 1)).isEqualTo(CLAIMED);
        assertThat(claim(older, 2)).isEqualTo(CLAIMED);
        var newer = server();
        assertThat(claim(newer, 1)).isEqualTo(USED);
        assertThat(claim(newer, 3)).isEqualTo(CLAIMED);
        assertThat(claim(newer, 2)).isEqualTo(USED);
        assertThat(claim(older, 3)).isEqualTo(USED);
        assertThat(claim(older, 4)).isEqualTo(CLAIMED);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE})
    void storesEveryHash(long hash) {
        assertThat(claim(server(), hash)).isEqualTo(CLAIMED);
        assertThat(claim(server(), hash)).isEqualTo(USED);
    }

    @Test
    void rejectsNonceThatExpiresWhileWaiting() {
        var server = server();
        var nonce = nonce(1);
        assertThat(outcome(server, nonce)).isEqualTo(CLAIMED);
        clock.time = nonce.expires();
        assertThat(outcome(server, nonce)).isEqualTo(USED);
        clock.time = nonce.expires().plusMillis(1);
        assertThat(outcome(server(), nonce)).isEqualTo(USED);
    }

    /** Claims a nonce while commits fail, then again; returns the second outcome. */
    String claimTwice(AuthBatcher server, long hash, Commit failure) {
        commit = failure;
        assertThat(claim(server, hash)).isEqualTo(UNKNOWN);
        commit = Commit.DONE;
        // A claim in the failed batch has the same outcome.
        return Stream.generate(() -> claim(server, hash))
                .filter(outcome -> !outcome.equals(UNKNOWN))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void rejectsNonceAfterCommitWithUnknownOutcome() {
        var server = server();
        assertThat(claim(server, 1)).isEqualTo(CLAIMED);
        assertThat(claimTwice(server, 2, Commit.LOST_AFTER)).isEqualTo(USED);
        assertThat(claim(server, 3)).isEqualTo(CLAIMED);
        assertThat(claim(server(), 2)).isEqualTo(USED);
    }

    @Test
    void acceptsNonceAfterFailedCommit() {
        var server = server();
        assertThat(claim(server, 1)).isEqualTo(CLAIMED);
        assertThat(claimTwice(server, 2, Commit.LOST_BEFORE)).isEqualTo(CLAIMED);
        assertThat(claim(server(), 2)).isEqualTo(USED);
    }
}
