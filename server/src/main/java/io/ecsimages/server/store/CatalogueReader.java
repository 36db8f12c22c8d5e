package io.ecsimages.server.store;

import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.function.Supplier;

/** Runs a read that sees the catalogue at one moment: here, in a read-only transaction. */
@Singleton
public class CatalogueReader {

    private final TransactionOperations<Connection> transactions;

    public CatalogueReader(TransactionOperations<Connection> transactions) {
        this.transactions = transactions;
    }

    /**
     * Runs a read.
     *
     * @param work the read; it must be free of side effects, since it may run more than once
     */
    public <T> T read(Supplier<T> work) {
        return transactions.executeRead(status -> work.get());
    }

    /** Records that the result of the current read changes with time, even if the catalogue does not: no cache keeps it. */
    public void markTimeDependent() {}
}
