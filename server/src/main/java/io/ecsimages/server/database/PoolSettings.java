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
        return pool;
    }
}
