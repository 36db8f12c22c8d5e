package io.ecsimages.server.database;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;

/** How connections are made, by the vendor of the database; what the URL itself says counts more. */
@Singleton
final class PoolSettings implements BeanCreatedEventListener<DatasourceConfiguration> {

    @Override
    public DatasourceConfiguration onCreated(BeanCreatedEvent<DatasourceConfiguration> event) {
        var pool = event.getBean();
        var vendor = Vendor.of(pool.getUrl()).orElseThrow();
        vendor.driverProperties(pool.getUrl()).forEach(pool::addDataSourceProperty);
        pool.setConnectionInitSql(vendor.greeting());
        return pool;
    }
}
