package io.ecsimages.server.database;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.event.BeanInitializedEventListener;
import io.micronaut.context.event.BeanInitializingEvent;
import jakarta.inject.Singleton;

/** Configures connection pools for the kind of database; options in the URL take precedence. */
@Singleton
final class ConnectionPoolConfigurer implements BeanInitializedEventListener<DatasourceConfiguration> {

    @Override
    public DatasourceConfiguration onInitialized(BeanInitializingEvent<DatasourceConfiguration> event) {
        var pool = event.getBean();
        var kind = DatabaseKind.of(pool.getUrl()).orElseThrow();
        pool.setUrl(kind.driverUrl(pool.getUrl()));
        pool.setDriverClassName(kind.driver());
        kind.driverProperties(pool.getUrl()).forEach(pool::addDataSourceProperty);
        pool.setAutoCommit(kind.autoCommits());
        // Connections are validated without a statement. When a cluster loses a node, the other nodes delay statements,
        // and the driver would consider them lost, too.
        pool.setAutomaticValidationQuery(false);
        return pool;
    }
}
