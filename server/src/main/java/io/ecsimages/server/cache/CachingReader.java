package io.ecsimages.server.cache;

import io.ecsimages.server.cache.ReadScope.DatabaseNeededException;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.store.CatalogueReader;
import io.ecsimages.server.store.CatalogueVersions;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.context.ServerRequestContext;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs a read against the caches, at the version that authentication saw. A read that needs the database runs once more, in a
 * transaction and at the version that the transaction sees, so that no result mixes two versions. A replica that does not have the
 * version that authentication saw is not read, so that a caller sees its own changes.
 */
@Singleton
@Replaces(CatalogueReader.class)
@Requires(property = "ecs-images.cache.enabled", notEquals = "false")
final class CachingReader extends CatalogueReader {

    private static final String CACHEABLE_READ = "io.ecsimages.cacheable-read";

    private final CatalogueVersions versions;
    private final TransactionOperations<Connection> transactions;
    private final boolean hasReplica;

    CachingReader(
            CatalogueVersions versions,
            TransactionOperations<Connection> transactions,
            @Property(name = "datasources.replica.url") @Nullable String replica) {
        super(transactions);
        this.hasReplica = replica != null;
        this.versions = versions;
        this.transactions = transactions;
    }

    @Override
    public <T> T read(Supplier<T> work) {
        var http = ServerRequestContext.currentRequest();
        var seen =
                http.flatMap(RequestContext::of).map(context -> context.caller().seen());
        if (seen.isPresent()) {
            try {
                return run(ReadScope.fromMemory(seen.get()), work, http);
            } catch (DatabaseNeededException e) {
                // In a transaction, below.
            }
        }
        try {
            return transactions.executeRead(status -> {
                var version = versions.current();
                if (hasReplica && seen.isPresent() && version.isBehind(seen.get())) {
                    throw new ReplicaLagsException();
                }
                return run(ReadScope.inTransaction(version), work, http);
            });
        } catch (ReplicaLagsException e) {
            return transactions.executeWrite(status -> run(ReadScope.inTransaction(versions.current()), work, http));
        }
    }

    @Override
    public void markTimeDependent() {
        var scope = ReadScope.current();
        if (scope != null) {
            scope.markTimeDependent();
        }
    }

    /** The replica does not have the version that authentication saw in the database itself. Without a stack trace. */
    private static final class ReplicaLagsException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ReplicaLagsException() {
            super("the replica lags behind", null, false, false);
        }
    }

    private static <T> T run(ReadScope scope, Supplier<T> work, Optional<HttpRequest<Object>> http) {
        var result = scope.run(work);
        if (!scope.isTimeDependent()) {
            http.ifPresent(request -> request.setAttribute(CACHEABLE_READ, scope));
        }
        return result;
    }

    /** The read that the response of a request comes from; empty if the response must not be cached. */
    static Optional<ReadScope> cacheableRead(HttpRequest<?> http) {
        return Optional.ofNullable((ReadScope) http.getAttributes().getValue(CACHEABLE_READ));
    }
}
