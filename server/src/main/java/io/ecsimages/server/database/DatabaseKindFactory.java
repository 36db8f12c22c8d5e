package io.ecsimages.server.database;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** Provides the kind of the catalogue's database. */
@Factory
final class DatabaseKindFactory {

    @Singleton
    DatabaseKind kind(@Named("default") DatasourceConfiguration pool) {
        return DatabaseKind.of(pool.getUrl()).orElseThrow();
    }
}
