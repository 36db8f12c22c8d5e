package io.ecsimages.server.signature;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.database.Attempts;
import io.ecsimages.server.database.ReadDatabase;
import io.ecsimages.server.database.SqlFailure;
import io.ecsimages.server.edition.Edition;
import io.ecsimages.server.edition.Editions;
import io.ecsimages.server.error.ApiException;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Asks the database for all requests that wait, at once. What comes in the meantime waits for the next round, which begins
 * when it is there: so every request hears what holds now, and many cost hardly more than one.
 */
@Singleton
class Rounds {

    /**
     * What a request hears.
     *
     * @param key the key that it names; null where there is no such key, or it names none
     * @param edition the catalogue's edition
     */
    record Heard(@Nullable AccessKey key, Edition edition) {}

    private record Waiting(
            @Nullable String accessKeyId, @Nullable Nonce nonce, CompletableFuture<Heard> heard) {}

    private final SeenKeys keys;
    private final NonceLog log;
    private final Editions editions;
    private final TransactionOperations<Connection> transactions;
    private final boolean readsElsewhere;
    private final ExecutorService executor;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    Rounds(
            SeenKeys keys,
            NonceLog log,
            Editions editions,
            TransactionOperations<Connection> transactions,
            @Nullable ReadDatabase readDatabase,
            @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
        this.keys = keys;
        this.log = log;
        this.editions = editions;
        this.transactions = transactions;
        this.readsElsewhere = readDatabase != null;
        this.executor = executor;
    }

    /**
     * Takes part in the next round.
     *
     * @param accessKeyId the key that is asked for, if any
     * @param nonce what is taken, if anything: it fails with SignatureNonceUsed where it was taken before
     */
    CompletableFuture<Heard> join(@Nullable String accessKeyId, @Nullable Nonce nonce) {
        var request = new Waiting(accessKeyId, nonce, new CompletableFuture<>());
        waiting.add(request);
        if (count.getAndIncrement() == 0) {
            executor.execute(this::serveAll);
        }
        return request.heard;
    }

    private void serveAll() {
        int served;
        do {
            var round = takeAll();
            served = round.size();
            var outage = serve(round);
            if (outage != null) {
                // Whoever came in the meantime would wait as long, to hear the same.
                var others = takeAll();
                served += others.size();
                fail(others, outage);
            }
        } while (count.addAndGet(-served) > 0);
    }

    private List<Waiting> takeAll() {
        var all = new ArrayList<Waiting>();
        for (var request = waiting.poll(); request != null; request = waiting.poll()) {
            all.add(request);
        }
        return all;
    }

    /** @return what failed, where the database does not answer */
    @Nullable
    private Throwable serve(List<Waiting> round) {
        try {
            ask(round);
            return null;
        } catch (RuntimeException | Error e) {
            if (SqlFailure.unavailable(e).isPresent()) {
                fail(round, e);
                return e;
            }
            if (round.size() > 1) {
                // One of them is to blame: the others shall not hear of it.
                return round.stream()
                        .map(request -> serve(List.of(request)))
                        .filter(Objects::nonNull)
                        .reduce(null, (first, outage) -> outage);
            }
            fail(round, e);
            return null;
        }
    }

    private static void fail(List<Waiting> round, Throwable failure) {
        round.forEach(request -> request.heard.completeExceptionally(failure));
    }

    /** What a round reads beside taking nonces. */
    private final class Reading implements Runnable {

        private final List<String> accessKeyIds;
        private Map<String, AccessKey> found = Map.of();
        private Edition edition;
        private boolean done;

        /** @param edition that of the catalogue, if it is known */
        Reading(List<String> accessKeyIds, @Nullable Edition edition) {
            this.accessKeyIds = accessKeyIds;
            this.edition = edition;
        }

        /** In a transaction of the main database, of which the edition of the keys is. */
        @Override
        public void run() {
            if (!done) {
                var current = editions.current();
                found = keys.in(current, accessKeyIds);
                edition = edition == null ? current : edition;
                done = true;
            }
        }

        Heard answer(Waiting request) {
            return new Heard(request.accessKeyId == null ? null : found.get(request.accessKeyId), edition);
        }
    }

    private void ask(List<Waiting> round) {
        var ids = named(round, Waiting::accessKeyId).distinct().toList();
        var nonces = named(round, Waiting::nonce).toList();
        boolean asksElsewhere = readsElsewhere || ids.isEmpty() && nonces.isEmpty();
        // First, since nothing may fail when the nonces are taken.
        var reading = new Reading(ids, asksElsewhere ? edition() : null);
        var taken = new HashSet<Nonce>();
        if (!nonces.isEmpty()) {
            taken.addAll(log.take(nonces, reading));
        } else if (!ids.isEmpty()) {
            transactions.executeWrite(status -> {
                reading.run();
                return null;
            });
        }
        for (var request : round) {
            if (request.nonce == null || taken.remove(request.nonce)) {
                request.heard.complete(reading.answer(request));
            } else {
                request.heard.completeExceptionally(new ApiException(ApiError.SIGNATURE_NONCE_USED));
            }
        }
    }

    private static <T> Stream<T> named(List<Waiting> round, Function<Waiting, T> part) {
        return round.stream().map(part).filter(Objects::nonNull);
    }

    private Edition edition() {
        return Attempts.FEW.at(() -> transactions.executeRead(status -> editions.current()), SqlFailure::isConflict);
    }
}
