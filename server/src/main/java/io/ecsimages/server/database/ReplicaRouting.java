package io.ecsimages.server.database;

import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import javax.sql.DataSource;

/**
 * Sends read-only transactions to a replica, if one is configured. A connection chooses its database at its first use, because a
 * read-only transaction calls {@code setReadOnly} before anything else.
 */
@Singleton
@Requires(property = "datasources." + ReplicaRouting.NAME + ".url")
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class ReplicaRouting implements BeanCreatedEventListener<DataSource> {

    static final String NAME = "replica";

    private final BeanProvider<DataSource> replica;

    ReplicaRouting(@Named(NAME) BeanProvider<DataSource> replica) {
        this.replica = replica;
    }

    @Override
    public DataSource onCreated(BeanCreatedEvent<DataSource> event) {
        var primary = event.getBean();
        return NAME.equals(event.getBeanIdentifier().getName()) ? primary : new RoutingDataSource(primary);
    }

    private final class RoutingDataSource extends ForwardingDataSource {

        private final DataSource primary;

        RoutingDataSource(DataSource primary) {
            super(primary);
            this.primary = primary;
        }

        @Override
        public Connection getConnection() {
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, new LateConnection(primary));
        }
    }

    /** A connection that is opened at its first use. A proxy, since a class would forward some sixty methods of Connection. */
    private final class LateConnection implements InvocationHandler {

        private final DataSource primary;
        private @Nullable Connection connection;
        private boolean closed;

        LateConnection(DataSource primary) {
            this.primary = primary;
        }

        @Override
        @Nullable
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (connection == null) {
                switch (method.getName()) {
                    case "isReadOnly" -> {
                        return false;
                    }
                    case "isClosed" -> {
                        return closed;
                    }
                    case "close" -> {
                        closed = true;
                        return null;
                    }
                    case "setReadOnly" ->
                        connection = source((boolean) arguments[0]).getConnection();
                    default -> connection = primary.getConnection();
                }
            }
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
        }

        private DataSource source(boolean readOnly) {
            return readOnly ? DelegatingDataSource.unwrapDataSource(replica.get()) : primary;
        }
    }
}
