package io.ecsimages.server.write;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

/** Lets the writes of an account run one after the other, on all servers. */
@JdbcRepository(dialect = Dialect.ANSI)
public interface AccountWrites extends GenericRepository<AccountWrite, Long> {

    @Query("UPDATE account_write SET writes = writes + 1 WHERE account_id = :accountId")
    long increment(long accountId);

    void save(AccountWrite first);

    /** Waits until no other transaction writes for the account; later ones wait until this transaction ends. */
    default void lock(long accountId) {
        if (increment(accountId) == 0) {
            // Of two concurrent first writes, one fails with a duplicate key, and is tried again.
            save(new AccountWrite(accountId, 1));
        }
    }
}
