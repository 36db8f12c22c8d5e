package io.ecsimages.server.store;

import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.scheduling.annotation.Scheduled;
import io.micronaut.transaction.TransactionDefinition;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Optional;

/**
 * Reads the version of the catalogue, and makes a new one with each change. A change inserts a row of its own in its own
 * transaction, so that concurrent changes neither wait for one another nor conflict.
 *
 * <p>SQL of its own, because no entity is read: only sums and the latest time.
 */
@Singleton
public class CatalogueVersions {

    private static final String CURRENT = "SELECT (SELECT COALESCE(SUM(stamp), 0) FROM catalogue_change),"
            + " (SELECT MAX(available_from) FROM image WHERE available_from <= ?)";

    /** Earlier than any image. */
    private static final LocalDateTime NEVER = LocalDateTime.of(2000, 1, 1, 0, 0);

    private static final Duration LONGEST_TRANSACTION = Duration.ofMinutes(1);
    private static final int COMPACTION_THRESHOLD = 20;

    private final JdbcOperations jdbc;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    CatalogueVersions(JdbcOperations jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The version that the current transaction sees. */
    public CatalogueVersion current() {
        return jdbc.prepareStatement(CURRENT, statement -> {
            statement.setObject(1, LocalDateTime.now(clock));
            try (var row = statement.executeQuery()) {
                row.next();
                var effectiveAt = row.getObject(2, LocalDateTime.class);
                return new CatalogueVersion(row.getBigDecimal(1), effectiveAt == null ? NEVER : effectiveAt);
            }
        });
    }

    /** When the catalogue last changed, in UTC; empty if it never did. */
    public Optional<LocalDateTime> lastChange() {
        return jdbc.prepareStatement("SELECT MAX(made) FROM catalogue_change", statement -> {
            try (var row = statement.executeQuery()) {
                row.next();
                return Optional.ofNullable(row.getObject(1, LocalDateTime.class));
            }
        });
    }

    /** Makes a new version when the current transaction commits. Every transaction that changes the catalogue calls it. */
    public void bump() {
        bump(LocalDateTime.now(clock));
    }

    private void bump(LocalDateTime made) {
        execute("INSERT INTO catalogue_change (stamp, made) VALUES (?, ?)", statement -> {
            statement.setLong(1, random.nextLong(Long.MAX_VALUE));
            statement.setObject(2, made);
        });
    }

    /** Replaces many rows by one, so that {@link #current} stays cheap. The sum changes, since no version may recur. */
    @Scheduled(initialDelay = "10s", fixedDelay = "1m")
    @Transactional(isolation = TransactionDefinition.Isolation.READ_COMMITTED)
    void compact() {
        var old = LocalDateTime.now(clock).minus(LONGEST_TRANSACTION);
        if (countBefore(old) > COMPACTION_THRESHOLD) {
            var last = lastChange().orElseThrow();
            execute("DELETE FROM catalogue_change WHERE made < ?", statement -> statement.setObject(1, old));
            bump(last);
        }
    }

    private long countBefore(LocalDateTime time) {
        return jdbc.prepareStatement("SELECT COUNT(*) FROM catalogue_change WHERE made < ?", statement -> {
            statement.setObject(1, time);
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    private interface Binder {
        void bind(PreparedStatement statement) throws SQLException;
    }

    private void execute(String sql, Binder binder) {
        jdbc.prepareStatement(sql, statement -> {
            binder.bind(statement);
            return statement.executeUpdate();
        });
    }
}
