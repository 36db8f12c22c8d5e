package io.ecsimages.server.auth;

import io.ecsimages.server.database.RetryPolicy;
import io.ecsimages.server.database.SqlErrors;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.runtime.server.EmbeddedServer;
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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Stores nonces as a log with a row for each batch, which costs least where one server writes. A server keeps the nonces of all
 * rows that it read or appended in memory. It appends behind the last of these rows or fails, so that no two servers claim the
 * same nonce. Used by one thread at a time, except {@link #deleteExpired}.
 */
@Singleton
@Requires(property = "datasources.default.url", pattern = "jdbc:h2:.*")
class NonceLog implements NonceStore, BeanCreatedEventListener<EmbeddedServer> {

    /**
     * Nonces that were claimed together.
     *
     * @param sequence one more than that of the previous row
     * @param stamp random: after a failover, another row can have the sequence number of a row that was lost
     */
    private record Row(long sequence, long stamp, Set<Nonce> nonces) {

        /** When the last of them expires. */
        Optional<Instant> expires() {
            Instant last = null;
            for (Nonce nonce : nonces) {
                last = last == null || nonce.expires().isAfter(last) ? nonce.expires() : last;
            }
            return Optional.ofNullable(last);
        }
    }

    private static final Row NONE = new Row(-1, 0, Set.of());
    private static final int BATCH = 500;

    /** The greatest expected difference between the clocks of servers. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final JdbcOperations jdbc;
    private final TransactionOperations<Connection> transactions;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final NonceSet used = new NonceSet();
    private Row last = NONE;

    /** Whether the log may hold rows that were not read: at first, and after an append whose outcome is unknown. */
    private boolean behind = true;

    NonceLog(JdbcOperations jdbc, TransactionOperations<Connection> transactions, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Reads the log before the server listens: that of a busy server takes seconds, which the first request would wait. */
    @Override
    public EmbeddedServer onCreated(BeanCreatedEvent<EmbeddedServer> event) {
        transactions.executeRead(status -> read());
        return event.getBean();
    }

    @Override
    public Set<Nonce> claim(Collection<Nonce> nonces, Runnable work) {
        return RetryPolicy.MANY.run(
                () -> {
                    // Before other rows are read, to make room for them.
                    used.removeExpired(clock.instant());
                    if (last.equals(NONE)) {
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
                SqlErrors::isConflict);
    }

    /** Inserts the first row of the log, without nonces, so that every append has a row to follow. */
    private boolean begin() {
        return read() || insert("VALUES (?, ?, ?, ?)", row(NONE.sequence + 1, Set.of()), NONE.sequence + 1);
    }

    private Row append(Collection<Nonce> nonces) {
        if (behind) {
            if (!read()) {
                last = NONE;
            }
            behind = false;
        }
        var row = row(last.sequence + 1, used.unused(nonces, clock.instant()));
        if (!row.nonces.isEmpty()) {
            behind = true;
            insert(
                    "SELECT ?, ?, ?, sequence + 1 FROM nonce_log WHERE sequence = ? AND stamp = ?",
                    row,
                    last.sequence,
                    last.stamp);
        }
        return row;
    }

    private Row row(long sequence, Set<Nonce> nonces) {
        return new Row(sequence, random.nextLong(), nonces);
    }

    /** @return true */
    private boolean insert(String values, Row row, long... sequences) {
        var sql = "INSERT INTO nonce_log (stamp, expires, nonces, sequence) " + values;
        return jdbc.prepareStatement(sql, statement -> {
            statement.setLong(1, row.stamp);
            statement.setObject(2, LocalDateTime.ofInstant(row.expires().orElseGet(clock::instant), ZoneOffset.UTC));
            statement.setString(3, encode(row.nonces));
            for (int i = 0; i < sequences.length; i++) {
                statement.setLong(4 + i, sequences[i]);
            }
            try {
                if (statement.executeUpdate() == 0) {
                    throw conflict(null);
                }
                return true;
            } catch (SQLException e) {
                throw SqlErrors.isDuplicate(e) ? conflict(e) : e;
            }
        });
    }

    private static SQLException conflict(@Nullable SQLException cause) {
        return new SQLTransactionRollbackException("another server claimed nonces at the same time", "40001", cause);
    }

    /**
     * Reads the rows that other servers appended, or the whole log if the last row that this server knows is gone.
     *
     * @return whether the log holds any row
     */
    private boolean read() {
        return readFrom(last) || readFrom(NONE);
    }

    private boolean readFrom(Row known) {
        var sql = "SELECT sequence, stamp, expires, nonces FROM nonce_log WHERE sequence >= ? ORDER BY sequence";
        return jdbc.prepareStatement(sql, statement -> {
            statement.setLong(1, known.sequence);
            statement.setFetchSize(BATCH);
            try (var rows = statement.executeQuery()) {
                if (!rows.next()
                        || (!known.equals(NONE)
                                && (rows.getLong(1) != known.sequence || rows.getLong(2) != known.stamp))) {
                    return false;
                }
                do {
                    var expires = rows.getObject(3, LocalDateTime.class).toInstant(ZoneOffset.UTC);
                    add(new Row(rows.getLong(1), rows.getLong(2), decode(rows.getString(4), expires)));
                } while (rows.next());
                return true;
            }
        });
    }

    private void add(Row row) {
        row.nonces.forEach(used::add);
        last = row;
    }

    private static String encode(Set<Nonce> nonces) {
        var bytes = ByteBuffer.allocate(Long.BYTES * nonces.size());
        nonces.forEach(nonce -> bytes.putLong(nonce.hash()));
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /** Each expires with the last nonce of its row. */
    private static Set<Nonce> decode(String encoded, Instant expires) {
        var hashes = ByteBuffer.wrap(Base64.getDecoder().decode(encoded)).asLongBuffer();
        return IntStream.range(0, hashes.capacity())
                .mapToObj(i -> new Nonce(hashes.get(i), expires))
                .collect(Collectors.toSet());
    }

    private long newest() {
        return jdbc.prepareStatement("SELECT MAX(sequence) FROM nonce_log", statement -> {
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /** Deletes only a prefix of the log, and never the newest row; otherwise a sequence number could be reused. */
    @Scheduled(initialDelay = "1m", fixedDelay = "5m")
    @Transactional(isolation = TransactionDefinition.Isolation.READ_COMMITTED)
    void deleteExpired() {
        // Reads only rows that are deleted next, and one more.
        var sql = "SELECT sequence FROM nonce_log WHERE expires >= ? ORDER BY sequence LIMIT 1";
        long first = jdbc.prepareStatement(sql, statement -> {
            statement.setObject(1, LocalDateTime.now(clock).minus(GRACE));
            try (var row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : newest();
            }
        });
        jdbc.prepareStatement("DELETE FROM nonce_log WHERE sequence < ?", statement -> {
            statement.setLong(1, first);
            return statement.executeUpdate();
        });
    }
}
