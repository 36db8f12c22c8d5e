package io.ecsimages.server.signature;

import io.ecsimages.server.database.Attempts;
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
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
     */
    private record Row(long place, long stamp, Set<Nonce> nonces) {

        /** When the last of them expires. */
        Optional<Instant> expires() {
            return nonces.stream().map(Nonce::expires).max(Comparator.naturalOrder());
        }
    }

    private static final Row NONE = new Row(-1, 0, Set.of());
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

    /**
     * Takes those of the nonces that are not used; of those that are alike, the first. If it fails, they may be taken all the
     * same: the next call reads what came of it.
     *
     * @param work what is done first in the transaction; again, in another one, where other servers append at the same moment
     * @return what was taken
     */
    Set<Nonce> take(Collection<Nonce> nonces, Runnable work) {
        return Attempts.MANY.at(
                () -> {
                    // Before others are read, too: there may be room for them only now.
                    used.forget(clock.instant());
                    if (last == NONE) {
                        transactions.executeWrite(status -> begin());
                    }
                    var row = transactions.executeWrite(status -> {
                        work.run();
                        return append(nonces);
                    });
                    if (!row.nonces.isEmpty()) {
                        add(row);
                        behind = false;
                    }
                    return row.nonces;
                },
                SqlFailure::isConflict);
    }

    /** The first row of a log is there before the first nonce, so that every append has a row to stand behind. */
    private boolean begin() {
        return read() || insert("VALUES (?, ?, ?, ?)", row(NONE.place + 1, Set.of()), NONE.place + 1);
    }

    private Row append(Collection<Nonce> nonces) {
        if (behind) {
            if (!read()) {
                last = NONE;
            }
            behind = false;
        }
        var row = row(last.place + 1, unused(nonces));
        if (!row.nonces.isEmpty()) {
            behind = true;
            insert(
                    "SELECT ?, ?, ?, place + 1 FROM nonce_log WHERE place = ? AND stamp = ?",
                    row,
                    last.place,
                    last.stamp);
        }
        return row;
    }

    /** One that expired while its request waited counts as used, for others may have forgotten it. */
    private Set<Nonce> unused(Collection<Nonce> nonces) {
        var now = clock.instant();
        used.forget(now);
        var hashes = new HashSet<Long>();
        return nonces.stream()
                .filter(nonce ->
                        !nonce.expires().isBefore(now) && !used.contains(nonce.hash()) && hashes.add(nonce.hash()))
                .collect(Collectors.toSet());
    }

    private Row row(long place, Set<Nonce> nonces) {
        return new Row(place, random.nextLong(), nonces);
    }

    /** @return true */
    private boolean insert(String values, Row row, long... places) {
        var sql = "INSERT INTO nonce_log (stamp, expires, nonces, place) " + values;
        return jdbc.prepareStatement(sql, statement -> {
            statement.setLong(1, row.stamp);
            statement.setObject(2, LocalDateTime.ofInstant(row.expires().orElseGet(clock::instant), ZoneOffset.UTC));
            statement.setString(3, text(row.nonces));
            for (int i = 0; i < places.length; i++) {
                statement.setLong(4 + i, places[i]);
            }
            try {
                if (statement.executeUpdate() == 0) {
                    throw conflict(null);
                }
                return true;
            } catch (SQLException e) {
                throw SqlFailure.isDuplicate(e) ? conflict(e) : e;
            }
        });
    }

    private static SQLException conflict(@Nullable SQLException cause) {
        return new SQLTransactionRollbackException("another server took nonces at the same time", "40001", cause);
    }

    /**
     * Reads what others appended; the whole log, where the last row that this server knows is gone.
     *
     * @return whether the log holds any row
     */
    private boolean read() {
        return readFrom(last) || readFrom(NONE);
    }

    private boolean readFrom(Row known) {
        var sql = "SELECT place, stamp, expires, nonces FROM nonce_log WHERE place >= ? ORDER BY place";
        return jdbc.prepareStatement(sql, statement -> {
            statement.setLong(1, known.place);
            statement.setFetchSize(BATCH);
            try (var rows = statement.executeQuery()) {
                if (!rows.next()
                        || known != NONE && (rows.getLong(1) != known.place || rows.getLong(2) != known.stamp)) {
                    return false;
                }
                do {
                    var expires = rows.getObject(3, LocalDateTime.class).toInstant(ZoneOffset.UTC);
                    add(new Row(rows.getLong(1), rows.getLong(2), nonces(rows.getString(4), expires)));
                } while (rows.next());
                return true;
            }
        });
    }

    private void add(Row row) {
        row.nonces.forEach(used::add);
        last = row;
    }

    private static String text(Set<Nonce> nonces) {
        var bytes = ByteBuffer.allocate(Long.BYTES * nonces.size());
        nonces.forEach(nonce -> bytes.putLong(nonce.hash()));
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /** Each counts as long as the last of its row. */
    private static Set<Nonce> nonces(String text, Instant expires) {
        var hashes = ByteBuffer.wrap(Base64.getDecoder().decode(text)).asLongBuffer();
        return IntStream.range(0, hashes.capacity())
                .mapToObj(i -> new Nonce(hashes.get(i), expires))
                .collect(Collectors.toSet());
    }

    /**
     * The newest row stays: it is what the next one stands behind. Others stay as long as one before them does: else the place
     * behind that were free again.
     */
    @Scheduled(initialDelay = "1m", fixedDelay = "5m")
    @Transactional(isolation = TransactionDefinition.Isolation.READ_COMMITTED)
    void forgetExpired() {
        var sql = "SELECT COALESCE(MIN(CASE WHEN expires >= ? THEN place END), MAX(place)) FROM nonce_log";
        long first = jdbc.prepareStatement(sql, statement -> {
            statement.setObject(1, LocalDateTime.now(clock).minus(GRACE));
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
        jdbc.prepareStatement("DELETE FROM nonce_log WHERE place < ?", statement -> {
            statement.setLong(1, first);
            return statement.executeUpdate();
        });
    }
}
