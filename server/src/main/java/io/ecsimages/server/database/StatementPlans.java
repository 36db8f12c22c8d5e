package io.ecsimages.server.database;

import io.micronaut.data.connection.ConnectionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.postgresql.PGConnection;

/** The plans that a database makes for statements. */
@Singleton
public class StatementPlans {

    /** The number of executions after which PostgreSQL's driver would prepare a statement: it never does. */
    private static final int NEVER = 0;

    private final ConnectionOperations<Connection> connections;

    StatementPlans(ConnectionOperations<Connection> connections) {
        this.connections = connections;
    }

    /**
     * Runs searches of tables that the current transaction fills. PostgreSQL keeps the plan of a prepared statement until the
     * transaction ends, and so would read large tables row by row, because they were empty at first; here it makes a new plan each
     * time. The other databases do so anyway.
     */
    public <T> T renew(Supplier<T> searches) {
        try {
            var connection = connections.getConnectionStatus().getConnection();
            return connection.isWrapperFor(PGConnection.class)
                    ? renew(connection.unwrap(PGConnection.class), searches)
                    : searches.get();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T renew(PGConnection connection, Supplier<T> searches) {
        int usual = connection.getPrepareThreshold();
        connection.setPrepareThreshold(NEVER);
        try {
            return searches.get();
        } finally {
            connection.setPrepareThreshold(usual);
        }
    }
}
