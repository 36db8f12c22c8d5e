package io.ecsimages.server.database;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.event.BeanInitializedEventListener;
import io.micronaut.context.event.BeanInitializingEvent;
import jakarta.inject.Singleton;

/** How connections are made, by the vendor of the database; what the URL itself says counts more. */
@Singleton
final class PoolSettings implements BeanInitializedEventListener<DatasourceConfiguration> {

    @Override
    public DatasourceConfiguration onInitialized(BeanInitializingEvent<DatasourceConfiguration> event) {
        var pool = event.getBean();
        var vendor = Vendor.of(pool.getUrl()).orElseThrow();
        pool.setUrl(vendor.driverUrl(pool.getUrl()));
        pool.setDriverClassName(vendor.driver());
        vendor.driverProperties(pool.getUrl()).forEach(pool::addDataSourceProperty);
        pool.setAutoCommit(vendor.commitsBetweenTransactions());
        // Whether a connection is still good is asked without a statement. When a node of a cluster is lost, the others
        // let statements wait; the driver would take them for lost, too, and avoid them.
        pool.setAutomaticValidationQuery(false);
        return pool;
    }
}
