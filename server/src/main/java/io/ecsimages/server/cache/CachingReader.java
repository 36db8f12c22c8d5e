package io.ecsimages.server.cache;

import io.ecsimages.server.cache.ReadScope.DatabaseNeededException;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.store.CatalogueReader;
import io.ecsimages.server.store.CatalogueVersion;
import io.ecsimages.server.store.CatalogueVersions;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.context.ServerRequestContext;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs a read against the caches, at the version that authentication saw. A read that needs the database runs once more, in a
 * transaction and at the version that the transaction sees, so that no result mixes two versions.
 */
@Singleton
@Replaces(CatalogueReader.class)
@Requires(property = "ecs-images.cache.enabled", notEquals = "false")
final class CachingReader extends CatalogueReader {

    private static final String CACHEABLE_AT = "io.ecsimages.cacheable-at";

    private final CatalogueVersions versions;
    private final TransactionOperations<Connection> transactions;

    CachingReader(CatalogueVersions versions, TransactionOperations<Connection> transactions) {
        super(transactions);
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
        return transactions.executeRead(status -> run(ReadScope.inTransaction(versions.current()), work, http));
    }

    private static <T> T run(ReadScope scope, Supplier<T> work, Optional<HttpRequest<Object>> http) {
        var result = scope.run(work);
        if (!scope.isTimeDependent()) {
            http.ifPresent(request -> request.setAttribute(CACHEABLE_AT, scope.version()));
        }
        return result;
    }

    /** The version for which the response of a request holds; empty if the response must not be cached. */
    static Optional<CatalogueVersion> cacheableAt(HttpRequest<?> http) {
        return http.getAttribute(CACHEABLE_AT, CatalogueVersion.class);
    }
}
