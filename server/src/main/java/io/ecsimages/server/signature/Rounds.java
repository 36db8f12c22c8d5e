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
import java.util.function.Supplier;
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
            var answer = Attempts.MANY.at(() -> ask(round), SqlFailure::isConflict);
            round.forEach(request -> request.heard.complete(answer.to(request)));
            return null;
        } catch (RuntimeException | Error e) {
            if (SqlFailure.unavailable(e).isPresent()) {
                fail(round, e);
                return e;
            }
            if (round.size() > 1) {
                // One of them is to blame: the others shall not hear of it.
                return round.stream()
                        .map(request -> serve(new ArrayList<>(List.of(request))))
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

    /** What the database answers to a round. */
    private record Answer(Map<String, AccessKey> keys, Edition edition) {

        Heard to(Waiting request) {
            return new Heard(request.accessKeyId == null ? null : keys.get(request.accessKeyId), edition);
        }
    }

    /** Asks for a round, from which those go whose nonces were used. */
    private Answer ask(List<Waiting> round) {
        refuseUsedNonces(round);
        var ids = named(round, Waiting::accessKeyId).distinct().toList();
        var nonces = named(round, Waiting::nonce).toList();
        if (ids.isEmpty() && nonces.isEmpty()) {
            return new Answer(Map.of(), edition());
        }
        // The edition before the keys: what is read later than it may be newer, but never older.
        Supplier<Answer> work = () -> {
            var edition = editions.current();
            return new Answer(keys.in(edition, ids), edition);
        };
        var answer = nonces.isEmpty() ? transactions.executeWrite(status -> work.get()) : log.append(nonces, work);
        return readsElsewhere ? new Answer(answer.keys, edition()) : answer;
    }

    private void refuseUsedNonces(List<Waiting> round) {
        if (named(round, Waiting::nonce).findAny().isPresent()) {
            log.catchUp();
            var taken = new HashSet<Long>();
            round.removeIf(request -> request.nonce != null
                    && (log.isUsed(request.nonce) || !taken.add(request.nonce.hash()))
                    && request.heard.completeExceptionally(new ApiException(ApiError.SIGNATURE_NONCE_USED)));
        }
    }

    private static <T> Stream<T> named(List<Waiting> round, Function<Waiting, T> part) {
        return round.stream().map(part).filter(Objects::nonNull);
    }

    private Edition edition() {
        return transactions.executeRead(status -> editions.current());
    }
}
