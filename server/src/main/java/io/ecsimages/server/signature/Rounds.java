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
import io.micronaut.scheduling.annotation.Scheduled;
import io.micronaut.transaction.TransactionDefinition;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
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

    private final AccessKeyRepository keys;
    private final NonceRepository nonces;
    private final Editions editions;
    private final TransactionOperations<Connection> transactions;
    private final boolean readsElsewhere;
    private final Clock clock;
    private final ExecutorService executor;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    Rounds(
            AccessKeyRepository keys,
            NonceRepository nonces,
            Editions editions,
            TransactionOperations<Connection> transactions,
            @Nullable ReadDatabase readDatabase,
            Clock clock,
            @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
        this.keys = keys;
        this.nonces = nonces;
        this.editions = editions;
        this.transactions = transactions;
        this.readsElsewhere = readDatabase != null;
        this.clock = clock;
        this.executor = executor;
    }

    /**
     * Takes part in the next round.
     *
     * @param accessKeyId the key that is asked for, if any
     * @param nonce what is stored, if anything: it fails with SignatureNonceUsed where it was stored before
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
            var answer = Attempts.at(() -> ask(round), SqlFailure::isConflict);
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
                        .map(request -> serve(List.of(request)))
                        .filter(Objects::nonNull)
                        .reduce(null, (first, outage) -> outage);
            }
            fail(round, SqlFailure.isDuplicate(e) ? new ApiException(ApiError.SIGNATURE_NONCE_USED) : e);
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

    private Answer ask(List<Waiting> round) {
        var ids = named(round, Waiting::accessKeyId).distinct().toList();
        var used = named(round, Waiting::nonce).toList();
        if (ids.isEmpty() && used.isEmpty()) {
            return new Answer(Map.of(), edition());
        }
        var answer = transactions.executeWrite(status -> {
            var found = ids.isEmpty() ? List.<AccessKey>of() : keys.findByAccessKeyIdIn(ids);
            nonces.saveAll(used);
            return new Answer(
                    found.stream().collect(Collectors.toMap(AccessKey::accessKeyId, Function.identity())),
                    readsElsewhere ? null : editions.current());
        });
        return readsElsewhere ? new Answer(answer.keys, edition()) : answer;
    }

    /** Looks at all rows, so it does not lock those that it leaves. */
    @Scheduled(initialDelay = "1m", fixedDelay = "5m")
    @Transactional(isolation = TransactionDefinition.Isolation.READ_COMMITTED)
    void forgetExpiredNonces() {
        nonces.deleteByExpiresBefore(clock.instant());
    }

    private static <T> Stream<T> named(List<Waiting> round, Function<Waiting, T> part) {
        return round.stream().map(part).filter(Objects::nonNull);
    }

    private Edition edition() {
        return transactions.executeRead(status -> editions.current());
    }
}
