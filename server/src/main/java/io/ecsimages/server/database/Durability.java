package io.ecsimages.server.database;

import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;

/** Makes committed transactions survive a killed process. H2 alone needs help: it writes them to its file half a second later. */
@Singleton
public class Durability {

    private final TransactionOperations<Connection> transactions;
    private final DatabaseKind kind;

    Durability(TransactionOperations<Connection> transactions, DatabaseKind kind) {
        this.transactions = transactions;
        this.kind = kind;
    }

    /** Waits until all committed transactions are on disk. */
    public void ensure() {
        if (kind == DatabaseKind.H2) {
            transactions.executeWrite(status -> {
                try (var statement = status.getConnection().createStatement()) {
                    return statement.execute("CHECKPOINT SYNC");
                }
            });
        }
    }
}
