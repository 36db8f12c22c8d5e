package io.ecsimages.server.database;

import io.micronaut.transaction.TransactionDefinition;
import io.micronaut.transaction.support.DefaultTransactionDefinition;

/** Definitions of transactions that differ from the default, which sees the database at one moment. */
public final class Transactions {

    /** Each statement sees what is committed when it begins, for example by the transaction that held a lock before. */
    public static final TransactionDefinition READ_COMMITTED = readCommitted();

    private Transactions() {}

    private static TransactionDefinition readCommitted() {
        var definition = new DefaultTransactionDefinition();
        definition.setIsolationLevel(TransactionDefinition.Isolation.READ_COMMITTED);
        return definition;
    }
}
