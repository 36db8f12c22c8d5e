package io.ecsimages.server.edition;

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
 * Tells the edition of the catalogue, and makes new ones. A change adds a row of its own, so that changes at the same time
 * neither wait for one another nor fail, and commits with what it changed.
 */
@Singleton
public class Editions {

    private static final String CURRENT = "SELECT (SELECT COALESCE(SUM(stamp), 0) FROM catalogue_change),"
            + " (SELECT MAX(available_from) FROM image WHERE available_from <= ?)";

    /** Before any image was made. */
    private static final LocalDateTime NONE_RIPENED = LocalDateTime.of(2000, 1, 1, 0, 0);

    private static final Duration LONGEST_CHANGE = Duration.ofMinutes(1);
    private static final int MANY = 20;

    private final JdbcOperations jdbc;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private volatile Edition last;

    Editions(JdbcOperations jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The edition that the current transaction sees. */
    public Edition current() {
        return jdbc.prepareStatement(CURRENT, statement -> {
            statement.setObject(1, LocalDateTime.now(clock));
            try (var row = statement.executeQuery()) {
                row.next();
                var ripened = row.getObject(2, LocalDateTime.class);
                return known(new Edition(row.getBigDecimal(1), ripened == null ? NONE_RIPENED : ripened));
            }
        });
    }

    /** The same edition is the same object most of the time, so that it is soon compared. */
    private Edition known(Edition edition) {
        var known = last;
        if (!edition.equals(known)) {
            last = edition;
            return edition;
        }
        return known;
    }

    /** When the catalogue last changed, in UTC; empty where it never did. */
    public Optional<LocalDateTime> lastChange() {
        return jdbc.prepareStatement("SELECT MAX(made) FROM catalogue_change", statement -> {
            try (var row = statement.executeQuery()) {
                row.next();
                return Optional.ofNullable(row.getObject(1, LocalDateTime.class));
            }
        });
    }

    /** Makes a new edition of the catalogue, once the current transaction commits. Every change of it must do this. */
    public void change() {
        change(LocalDateTime.now(clock));
    }

    private void change(LocalDateTime made) {
        execute("INSERT INTO catalogue_change (stamp, made) VALUES (?, ?)", statement -> {
            statement.setLong(1, random.nextLong(Long.MAX_VALUE));
            statement.setObject(2, made);
        });
    }

    /** Puts one row in place of many, so that telling the edition stays cheap. The sum changes, too: it must never recur. */
    @Scheduled(initialDelay = "10s", fixedDelay = "1m")
    @Transactional(isolation = TransactionDefinition.Isolation.READ_COMMITTED)
    void forgetOldChanges() {
        var old = LocalDateTime.now(clock).minus(LONGEST_CHANGE);
        if (count(old) > MANY) {
            var last = lastChange().orElseThrow();
            execute("DELETE FROM catalogue_change WHERE made < ?", statement -> statement.setObject(1, old));
            change(last);
        }
    }

    private long count(LocalDateTime old) {
        return jdbc.prepareStatement("SELECT COUNT(*) FROM catalogue_change WHERE made < ?", statement -> {
            statement.setObject(1, old);
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    private interface Values {
        void set(PreparedStatement statement) throws SQLException;
    }

    private void execute(String sql, Values values) {
        jdbc.prepareStatement(sql, statement -> {
            values.set(statement);
            return statement.executeUpdate();
        });
    }
}
