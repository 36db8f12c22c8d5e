package io.ecsimages.server.database;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** The vendor of the catalogue's database. */
@Factory
final class Vendors {

    @Singleton
    Vendor vendor(@Named("default") DatasourceConfiguration pool) {
        return Vendor.of(pool.getUrl()).orElseThrow();
    }
}
