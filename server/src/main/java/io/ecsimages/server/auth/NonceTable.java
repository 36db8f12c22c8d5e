package io.ecsimages.server.auth;

import io.ecsimages.server.database.RetryPolicy;
import io.ecsimages.server.database.SqlErrors;
import io.ecsimages.server.database.Transactions;
import io.micronaut.context.annotation.Requires;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.scheduling.annotation.Scheduled;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Stores each nonce as a row whose key is its hash, so that servers which claim nonces at the same time neither wait for one another
 * nor conflict, unless the nonce is the same. Used by one thread at a time, except {@link #deleteExpired}.
 */
@Singleton
@Requires(property = "datasources.default.url", pattern = "jdbc:(postgresql|mariadb|mysql):.*")
class NonceTable implements NonceStore {

    /** The greatest expected difference between the clocks of servers. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final JdbcOperations jdbc;
    private final TransactionOperations<Connection> transactions;
    private final Clock clock;

    /** The nonces that this server knows to be used. They stay so if a failover of the database loses their rows. */
    private final NonceSet used = new NonceSet();

    NonceTable(JdbcOperations jdbc, TransactionOperations<Connection> transactions, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public Set<Nonce> claim(Collection<Nonce> nonces, Runnable work) {
        return RetryPolicy.MANY.run(
                () -> claimUnused(nonces, work),
                failure -> SqlErrors.isConflict(failure) || SqlErrors.isDuplicate(failure));
    }

    private Set<Nonce> claimUnused(Collection<Nonce> nonces, Runnable work) {
        var unused = used.unused(nonces, clock.instant());
        try {
            transactions.executeWrite(status -> {
                work.run();
                return unused.isEmpty() ? 0 : insert(unused);
            });
        } catch (RuntimeException e) {
            if (SqlErrors.isDuplicate(e)) {
                // Not a read-only transaction, which would go to a replica that can lag behind.
                transactions.executeWrite(status -> findUsed(unused)).forEach(used::add);
            }
            throw e;
        }
        unused.forEach(used::add);
        return unused;
    }

    /** In one order on all servers, so that they do not wait for one another in a circle. */
    private int insert(Set<Nonce> nonces) {
        var sorted = nonces.stream().sorted(Comparator.comparing(Nonce::hash)).toList();
        var rows = String.join(", ", Collections.nCopies(sorted.size(), "(?, ?)"));
        return jdbc.prepareStatement("INSERT INTO nonce (hash, expires) VALUES " + rows, statement -> {
            int parameter = 1;
            for (Nonce nonce : sorted) {
                statement.setLong(parameter++, nonce.hash());
                statement.setObject(parameter++, LocalDateTime.ofInstant(nonce.expires(), ZoneOffset.UTC));
            }
            return statement.executeUpdate();
        });
    }

    private List<Nonce> findUsed(Set<Nonce> nonces) {
        var marks = String.join(", ", Collections.nCopies(nonces.size(), "?"));
        return jdbc.prepareStatement("SELECT hash FROM nonce WHERE hash IN (" + marks + ")", statement -> {
            int parameter = 1;
            for (Nonce nonce : nonces) {
                statement.setLong(parameter++, nonce.hash());
            }
            var hashes = new HashSet<Long>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    hashes.add(rows.getLong(1));
                }
            }
            return nonces.stream()
                    .filter(nonce -> hashes.contains(nonce.hash()))
                    .toList();
        });
    }

    /** Deletes few rows at a time. If another server does the same, one of them has nothing to do. */
    @Scheduled(initialDelay = "1m", fixedDelay = "10s")
    void deleteExpired() {
        try {
            transactions.execute(
                    Transactions.READ_COMMITTED,
                    status -> jdbc.prepareStatement("DELETE FROM nonce WHERE expires < ?", statement -> {
                        statement.setObject(1, LocalDateTime.now(clock).minus(GRACE));
                        return statement.executeUpdate();
                    }));
        } catch (RuntimeException e) {
            if (!SqlErrors.isConflict(e)) {
                throw e;
            }
        }
    }
}
