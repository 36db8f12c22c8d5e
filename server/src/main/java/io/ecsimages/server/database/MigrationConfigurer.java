package io.ecsimages.server.database;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Configures the migrations that run when a catalogue is opened: the column types of the database, and a connection without a
 * timeout. Tables of a newer version are refused.
 */
@Singleton
@Named("default")
final class MigrationConfigurer implements FlywayConfigurationCustomizer {

    private final DatasourceConfiguration pool;

    MigrationConfigurer(@Named("default") DatasourceConfiguration pool) {
        this.pool = pool;
    }

    @Override
    public void customizeFluentConfiguration(FluentConfiguration flyway) {
        var kind = DatabaseKind.of(pool.getUrl()).orElseThrow();
        flyway.placeholders(kind.placeholders())
                .ignoreMigrationPatterns(new String[0])
                .driver(kind.driver())
                .dataSource(pool.getUrl(), pool.getUsername(), pool.getPassword());
    }

    @Override
    public String getName() {
        return "default";
    }
}
