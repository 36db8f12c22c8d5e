package io.ecsimages.server.cache;

import io.ecsimages.server.database.ForwardingDataSource;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Stops a read from memory when it asks for a connection: see {@link ReadScope#requireDatabase}. */
@Singleton
@Order(DatabaseGuard.OUTERMOST)
@Requires(property = "ecs-images.cache.enabled", notEquals = "false")
final class DatabaseGuard implements BeanCreatedEventListener<DataSource> {

    /** Runs right after replica routing. Micronaut's own listener has order 0 and must wrap last, or it cannot unwrap. */
    static final int OUTERMOST = Ordered.HIGHEST_PRECEDENCE + 1;

    @Override
    public DataSource onCreated(BeanCreatedEvent<DataSource> event) {
        return new Guarded(event.getBean());
    }

    private static final class Guarded extends ForwardingDataSource {

        Guarded(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            ReadScope.requireDatabase();
            return super.getConnection();
        }

        @Override
        public Connection getConnection(String username, String password) throws SQLException {
            ReadScope.requireDatabase();
            return super.getConnection(username, password);
        }
    }
}
