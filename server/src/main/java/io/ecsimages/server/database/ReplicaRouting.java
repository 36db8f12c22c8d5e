package io.ecsimages.server.database;

import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
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
 * Routes read-only transactions to a read replica if one is configured. A connection is opened on first use: a read-only
 * transaction calls {@code setReadOnly} before any other method.
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
        if (NAME.equals(event.getBeanIdentifier().getName())) {
            return primary;
        }
        return proxy(
                DataSource.class,
                (proxy, method, arguments) -> method.getName().equals("getConnection")
                        ? proxy(Connection.class, new LazyConnection(primary))
                        : invoke(primary, method, arguments));
    }

    /** A connection that opens on first use, when the database is known. */
    private final class LazyConnection implements InvocationHandler {

        private final DataSource primary;
        private Connection connection;
        private boolean closed;

        LazyConnection(DataSource primary) {
            this.primary = primary;
        }

        @Override
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
            return ReplicaRouting.invoke(connection, method, arguments);
        }

        private DataSource source(boolean readOnly) {
            return readOnly ? DelegatingDataSource.unwrapDataSource(replica.get()) : primary;
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
