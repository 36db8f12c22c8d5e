package io.ecsimages.server.signature;

import io.ecsimages.server.database.SqlFailure;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.scheduling.annotation.Scheduled;
import io.micronaut.transaction.TransactionDefinition;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * The nonces that still count. In the database they are a log, to which all servers append; in memory a server holds those
 * of all rows that it has read or appended. It appends behind the last of these, or not at all: so none takes a nonce that
 * another one took. For one thread at a time, but for {@link #forgetExpired}.
 */
@Singleton
class NonceLog {

    /**
     * Nonces that were taken at once.
     *
     * @param place one more than that of the row before
     * @param stamp random: after a failover, another row may be at the place of one that was lost
     * @param expires when the last of its nonces does
     * @param nonces their hashes
     */
    private record Row(long place, long stamp, Instant expires, long[] nonces) {}

    private static final Row NONE = new Row(-1, 0, Instant.EPOCH, new long[0]);
    private static final int BATCH = 500;

    /** How far the clocks of servers may differ, about. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final JdbcOperations jdbc;
    private final TransactionOperations<Connection> transactions;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final UsedNonces used = new UsedNonces();
    private Row last = NONE;

    /** Whether there may be rows that were not read: at first, and as long as an append has not succeeded. */
    private boolean behind = true;

    NonceLog(JdbcOperations jdbc, TransactionOperations<Connection> transactions, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Reads what others appended, where they may have; the whole log where the row that was the last is gone. */
    void catchUp() {
        while (behind) {
            behind = !transactions.executeWrite(status -> read());
            if (behind) {
                transactions.executeWrite(status -> begin());
            }
        }
        used.forget(clock.instant());
    }

    /** @return whether there is any row */
    private boolean read() {
        boolean goesOn = jdbc.prepareStatement("SELECT 1 FROM nonce_log WHERE place = ? AND stamp = ?", statement -> {
            statement.setLong(1, last.place);
            statement.setLong(2, last.stamp);
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        });
        var sql = "SELECT place, stamp, expires, nonces FROM nonce_log WHERE place > ? ORDER BY place";
        boolean any = jdbc.prepareStatement(sql, statement -> {
            statement.setLong(1, goesOn ? last.place : NONE.place);
            statement.setFetchSize(BATCH);
            try (var rows = statement.executeQuery()) {
                boolean some = false;
                while (rows.next()) {
                    var expires = rows.getObject(3, LocalDateTime.class).toInstant(ZoneOffset.UTC);
                    take(new Row(rows.getLong(1), rows.getLong(2), expires, nonces(rows.getString(4))));
                    some = true;
                }
                return some;
            }
        });
        return goesOn || any;
    }

    /** The first row of a log is there before the first nonce, so that every append has a row to stand behind. */
    private int begin() {
        var sql = "INSERT INTO nonce_log (stamp, expires, nonces, place) VALUES (?, ?, ?, ?)";
        return insert(sql, row(NONE.place + 1, List.of()), NONE.place + 1);
    }

    /** Whether a nonce was used, as far as this server has read. One that expired while its request waited counts as used. */
    boolean isUsed(Nonce nonce) {
        return nonce.expires().isBefore(clock.instant()) || used.contains(nonce.hash());
    }

    /**
     * Takes nonces, in one transaction with other work. If it fails, they may be taken all the same; {@link #catchUp} tells.
     *
     * @param nonces none of them is used
     * @param work what is done first
     * @throws RuntimeException one that {@link SqlFailure#isConflict} if this server is behind
     */
    <T> T append(Collection<Nonce> nonces, Supplier<T> work) {
        behind = true;
        var row = row(last.place + 1, nonces);
        var result = transactions.executeWrite(status -> {
            var done = work.get();
            insert(
                    "INSERT INTO nonce_log (stamp, expires, nonces, place)"
                            + " SELECT ?, ?, ?, place + 1 FROM nonce_log WHERE place = ? AND stamp = ?",
                    row,
                    last.place,
                    last.stamp);
            return done;
        });
        take(row);
        behind = false;
        return result;
    }

    private Row row(long place, Collection<Nonce> nonces) {
        var expires = nonces.stream().map(Nonce::expires).max(Comparator.naturalOrder());
        var hashes = nonces.stream().mapToLong(Nonce::hash).toArray();
        return new Row(place, random.nextLong(), expires.orElseGet(clock::instant), hashes);
    }

    private int insert(String sql, Row row, long... behind) {
        return jdbc.prepareStatement(sql, statement -> {
            statement.setLong(1, row.stamp);
            statement.setObject(2, LocalDateTime.ofInstant(row.expires, ZoneOffset.UTC));
            statement.setString(3, text(row.nonces));
            for (int i = 0; i < behind.length; i++) {
                statement.setLong(4 + i, behind[i]);
            }
            try {
                int rows = statement.executeUpdate();
                if (rows == 0) {
                    throw conflict(null);
                }
                return rows;
            } catch (SQLException e) {
                throw SqlFailure.isDuplicate(e) ? conflict(e) : e;
            }
        });
    }

    private static SQLException conflict(@Nullable SQLException cause) {
        return new SQLTransactionRollbackException("another server took nonces at the same time", "40001", cause);
    }

    private void take(Row row) {
        for (long nonce : row.nonces) {
            used.add(nonce, row.expires);
        }
        last = row;
    }

    private static String text(long[] nonces) {
        var bytes = ByteBuffer.allocate(Long.BYTES * nonces.length);
        bytes.asLongBuffer().put(nonces);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static long[] nonces(String text) {
        var buffer = ByteBuffer.wrap(Base64.getDecoder().decode(text)).asLongBuffer();
        var nonces = new long[buffer.remaining()];
        buffer.get(nonces);
        return nonces;
    }

    /** The newest row stays: it is what the next one stands behind. */
    @Scheduled(initialDelay = "1m", fixedDelay = "5m")
    @Transactional(isolation = TransactionDefinition.Isolation.READ_COMMITTED)
    void forgetExpired() {
        long newest = jdbc.prepareStatement("SELECT MAX(place) FROM nonce_log", statement -> {
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
        jdbc.prepareStatement("DELETE FROM nonce_log WHERE place < ? AND expires < ?", statement -> {
            statement.setLong(1, newest);
            statement.setObject(2, LocalDateTime.now(clock).minus(GRACE));
            return statement.executeUpdate();
        });
    }
}
