package io.ecsimages.server.database;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * How every program brings the tables up to date when it opens the catalogue: in the types of this database, over a
 * connection that waits as long as it takes. Tables of a newer version are refused.
 */
@Singleton
@Named("default")
final class Migrations implements FlywayConfigurationCustomizer {

    private final DatasourceConfiguration pool;

    Migrations(@Named("default") DatasourceConfiguration pool) {
        this.pool = pool;
    }

    @Override
    public void customizeFluentConfiguration(FluentConfiguration flyway) {
        var vendor = Vendor.of(pool.getUrl()).orElseThrow();
        flyway.placeholders(vendor.placeholders())
                .ignoreMigrationPatterns(new String[0])
                .driver(vendor.driver())
                .dataSource(pool.getUrl(), pool.getUsername(), pool.getPassword());
    }

    @Override
    public String getName() {
        return "default";
    }
}
