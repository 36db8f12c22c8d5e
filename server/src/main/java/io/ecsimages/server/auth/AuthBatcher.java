package io.ecsimages.server.auth;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.database.CallExecutors;
import io.ecsimages.server.database.RetryPolicy;
import io.ecsimages.server.database.SqlErrors;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.store.CatalogueVersion;
import io.ecsimages.server.store.CatalogueVersions;
import io.micronaut.core.annotation.Nullable;
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
 * Runs the database work of authentication for all pending requests in one transaction. Requests that arrive in the meantime
 * wait for the next batch, which begins after they arrived: so every request sees current data, and many cost little more than
 * one.
 */
@Singleton
class AuthBatcher {

    /**
     * What a batch found for a request.
     *
     * @param key the access key that the request names; null if it does not exist, or the request names none
     * @param version the version of the catalogue
     */
    record BatchResult(@Nullable AccessKey key, CatalogueVersion version) {}

    private record PendingRequest(
            @Nullable String accessKeyId, @Nullable Nonce nonce, CompletableFuture<BatchResult> result) {}

    private final AccessKeyCache keys;
    private final NonceStore nonceStore;
    private final CatalogueVersions versions;
    private final TransactionOperations<Connection> transactions;
    private final ExecutorService executor;
    private final Queue<PendingRequest> pending = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    AuthBatcher(
            AccessKeyCache keys,
            NonceStore nonceStore,
            CatalogueVersions versions,
            TransactionOperations<Connection> transactions,
            @Named(CallExecutors.AUTHENTICATION) ExecutorService executor) {
        this.keys = keys;
        this.nonceStore = nonceStore;
        this.versions = versions;
        this.transactions = transactions;
        this.executor = executor;
    }

    /**
     * Adds a request to the next batch.
     *
     * @param accessKeyId the access key to read, if any
     * @param nonce the nonce to claim, if any: the result fails with SignatureNonceUsed if it was claimed before
     */
    CompletableFuture<BatchResult> submit(@Nullable String accessKeyId, @Nullable Nonce nonce) {
        var request = new PendingRequest(accessKeyId, nonce, new CompletableFuture<>());
        pending.add(request);
        if (count.getAndIncrement() == 0) {
            executor.execute(this::runBatches);
        }
        return request.result;
    }

    private void runBatches() {
        int completed;
        do {
            var batch = drain();
            completed = batch.size();
            var outage = run(batch);
            if (outage != null) {
                // Requests that arrived in the meantime would wait as long for the same failure.
                var others = drain();
                completed += others.size();
                fail(others, outage);
            }
        } while (count.addAndGet(-completed) > 0);
    }

    private List<PendingRequest> drain() {
        var all = new ArrayList<PendingRequest>();
        for (var request = pending.poll(); request != null; request = pending.poll()) {
            all.add(request);
        }
        return all;
    }

    /** Completes a batch; returns the failure if the database is unavailable, else null. */
    @Nullable
    private Throwable run(List<PendingRequest> batch) {
        try {
            query(batch);
            return null;
        } catch (RuntimeException | Error e) {
            if (SqlErrors.findUnavailable(e).isPresent()) {
                fail(batch, e);
                return e;
            }
            if (batch.size() > 1) {
                // One request causes the failure; the others must not see it.
                return batch.stream()
                        .map(request -> run(List.of(request)))
                        .filter(Objects::nonNull)
                        .reduce(null, (first, outage) -> outage);
            }
            fail(batch, e);
            return null;
        }
    }

    private static void fail(List<PendingRequest> batch, Throwable failure) {
        batch.forEach(request -> request.result.completeExceptionally(failure));
    }

    /** The reads of a batch, in the transaction that claims its nonces. */
    private final class BatchRead implements Runnable {

        private final List<String> accessKeyIds;
        private Map<String, AccessKey> found = Map.of();
        private @Nullable CatalogueVersion version;
        private boolean done;

        BatchRead(List<String> accessKeyIds) {
            this.accessKeyIds = accessKeyIds;
        }

        /** Runs in a transaction of the primary database, whose version is that of the keys. */
        @Override
        public void run() {
            if (!done) {
                version = versions.current();
                found = keys.find(version, accessKeyIds);
                done = true;
            }
        }

        BatchResult resultOf(PendingRequest request) {
            return new BatchResult(
                    request.accessKeyId == null ? null : found.get(request.accessKeyId),
                    Objects.requireNonNull(version));
        }
    }

    private void query(List<PendingRequest> batch) {
        var ids = named(batch, PendingRequest::accessKeyId).distinct().toList();
        var nonces = named(batch, PendingRequest::nonce).toList();
        var read = new BatchRead(ids);
        var claimed = new HashSet<Nonce>();
        if (nonces.isEmpty()) {
            // Not a read-only transaction, which would go to a replica that can lag behind.
            RetryPolicy.FEW.run(
                    () -> transactions.executeWrite(status -> {
                        read.run();
                        return null;
                    }),
                    SqlErrors::isConflict);
        } else {
            claimed.addAll(nonceStore.claim(nonces, read));
        }
        for (var request : batch) {
            if (request.nonce == null || claimed.remove(request.nonce)) {
                request.result.complete(read.resultOf(request));
            } else {
                request.result.completeExceptionally(new ApiException(ApiError.SIGNATURE_NONCE_USED));
            }
        }
    }

    private static <T> Stream<T> named(List<PendingRequest> batch, Function<PendingRequest, T> part) {
        return batch.stream().map(part).filter(Objects::nonNull);
    }
}
