package io.ecsimages.server.cache;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Singleton;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
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

    private record Guarded(DataSource target) implements DataSource {

        @Override
        public Connection getConnection() throws SQLException {
            ReadScope.requireDatabase();
            return target.getConnection();
        }

        @Override
        public Connection getConnection(String username, String password) throws SQLException {
            ReadScope.requireDatabase();
            return target.getConnection(username, password);
        }

        @Override
        public PrintWriter getLogWriter() throws SQLException {
            return target.getLogWriter();
        }

        @Override
        public void setLogWriter(PrintWriter out) throws SQLException {
            target.setLogWriter(out);
        }

        @Override
        public void setLoginTimeout(int seconds) throws SQLException {
            target.setLoginTimeout(seconds);
        }

        @Override
        public int getLoginTimeout() throws SQLException {
            return target.getLoginTimeout();
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            return target.unwrap(type);
        }

        @Override
        public boolean isWrapperFor(Class<?> type) throws SQLException {
            return target.isWrapperFor(type);
        }
    }
}
