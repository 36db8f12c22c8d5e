package io.ecsimages.server.store;

import io.ecsimages.server.database.SqlErrors;
import io.ecsimages.server.database.Transactions;
import io.ecsimages.server.store.CatalogueVersion.State;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.scheduling.annotation.Scheduled;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the version of the catalogue, and makes a new one with each change. A change inserts a row of its own in its own
 * transaction, so that concurrent changes neither wait for one another nor conflict.
 *
 * <p>SQL of its own, because no entity is read: only sums, times and lists of changes.
 */
@Singleton
public class CatalogueVersions {

    private static final String STAMPS = "SELECT (SELECT COALESCE(SUM(stamps), 0) FROM compacted_changes)"
            + " + (SELECT COALESCE(SUM(stamp), 0) FROM catalogue_change)";

    /** Two entries of an index. Both ends of its ranges are given, since H2 would look through all images without a time otherwise. */
    private static final String AVAILABILITY = "SELECT (SELECT available_from FROM image"
            + " WHERE available_from > ? AND available_from <= ? ORDER BY available_from DESC LIMIT 1),"
            + " (SELECT available_from FROM image"
            + " WHERE available_from > ? AND available_from < ? ORDER BY available_from LIMIT 1)";

    private static final String DETAILS = "stamp, image, region_id, visible_to_all, accounts";

    /** The state, as a sum, and the changes that are not compacted. */
    private static final String NEWEST_CHANGES = "SELECT stamp, " + DETAILS + " FROM catalogue_change"
            + " UNION ALL SELECT stamps, NULL, NULL, NULL, NULL, NULL FROM compacted_changes";

    /** The same, and the changes that were compacted lately. */
    private static final String ALL_CHANGES =
            NEWEST_CHANGES + " UNION ALL SELECT 0, " + DETAILS + " FROM summed_change";

    private static final String BECAME_AVAILABLE =
            "SELECT image.id, image.region_id, source, owner_id, is_public, account_id"
                    + " FROM image LEFT JOIN image_share ON image_share.image = image.id"
                    + " WHERE available_from > ? AND available_from <= ?";

    /** Earlier and later than any image. */
    private static final LocalDateTime BEFORE_ALL = LocalDateTime.of(2000, 1, 1, 0, 0);

    private static final LocalDateTime AFTER_ALL = LocalDateTime.of(9999, 1, 1, 0, 0);

    /** Earlier changes are compacted. Each request sums up the others. */
    private static final Duration COMPACTION_AGE = Duration.ofMillis(500);

    private static final int COMPACTION_THRESHOLD = 10;

    /** Each server reads changes every second. Longer, since the clocks of servers differ. */
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final JdbcOperations jdbc;
    private final TransactionOperations<Connection> transactions;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final ChangeLog log = new ChangeLog();
    private volatile @Nullable Latest latest;

    /**
     * The last version that was read.
     *
     * @param until when, in UTC, the next image becomes Available by the passage of time
     */
    private record Latest(CatalogueVersion version, LocalDateTime until) {}

    CatalogueVersions(JdbcOperations jdbc, TransactionOperations<Connection> transactions, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** The version that the current transaction sees. */
    public CatalogueVersion current() {
        var stamps = query(STAMPS, List.of(), row -> row.getBigDecimal(1).toBigIntegerExact())
                .get(0);
        var now = LocalDateTime.now(clock);
        var known = latest;
        return known != null && known.version.state().changes().equals(stamps) && now.isBefore(known.until)
                ? known.version
                : read(stamps, now);
    }

    private record Availability(LocalDateTime last, LocalDateTime next) {}

    private CatalogueVersion read(BigInteger stamps, LocalDateTime now) {
        var availability = query(
                        AVAILABILITY,
                        List.of(BEFORE_ALL, now, now, AFTER_ALL),
                        row -> new Availability(
                                Objects.requireNonNullElse(row.getObject(1, LocalDateTime.class), BEFORE_ALL),
                                Objects.requireNonNullElse(row.getObject(2, LocalDateTime.class), AFTER_ALL)))
                .get(0);
        var known = log.find(new State(stamps, availability.last));
        var version = known != null ? known : readChanges(availability.last);
        if (version.equals(log.last())) {
            latest = new Latest(version, availability.next);
        }
        return version;
    }

    private CatalogueVersion readChanges(LocalDateTime effectiveAt) {
        var becameAvailable = becameAvailable(log.last(), effectiveAt);
        var newest = readChanges(NEWEST_CHANGES, effectiveAt);
        var version = log.append(newest.state, newest.changes, becameAvailable);
        if (version != null) {
            return version;
        }
        var all = readChanges(ALL_CHANGES, effectiveAt);
        version = log.append(all.state, all.changes, becameAvailable);
        return version != null ? version : log.appendEverything(all.state, all.changes.keySet());
    }

    /** What one statement reads, so that both are of the same moment. */
    private record Recorded(State state, Map<Long, CatalogueChange> changes) {}

    private Recorded readChanges(String sql, LocalDateTime effectiveAt) {
        var changes = new LinkedHashMap<Long, CatalogueChange>();
        var stamps = query(sql, List.of(), row -> {
            var stamp = row.getObject(2, Long.class);
            if (stamp != null) {
                changes.put(stamp, change(row));
            }
            return row.getBigDecimal(1).toBigIntegerExact();
        });
        return new Recorded(new State(stamps.stream().reduce(BigInteger.ZERO, BigInteger::add), effectiveAt), changes);
    }

    private static CatalogueChange change(ResultSet row) throws SQLException {
        return new CatalogueChange(
                row.getObject(3, Long.class), row.getString(4), row.getBoolean(5), accounts(row.getString(6)));
    }

    private static List<Long> accounts(@Nullable String list) {
        return list == null || list.isEmpty()
                ? List.of()
                : Stream.of(list.split(",")).map(Long::valueOf).toList();
    }

    private List<CatalogueChange> becameAvailable(@Nullable CatalogueVersion since, LocalDateTime until) {
        if (since == null || !since.state().effectiveAt().isBefore(until)) {
            return List.of();
        }
        return query(
                BECAME_AVAILABLE,
                List.of(since.state().effectiveAt(), until),
                row -> new CatalogueChange(
                        row.getLong(1),
                        row.getString(2),
                        CatalogueChange.isVisibleToAll(row.getString(3), row.getBoolean(5)),
                        Stream.of(row.getObject(4, Long.class), row.getObject(6, Long.class))
                                .filter(Objects::nonNull)
                                .toList()));
    }

    /** When the catalogue last changed, in UTC; empty if it never did. */
    public Optional<LocalDateTime> lastChange() {
        return query(
                        "SELECT MAX(made) FROM catalogue_change UNION ALL SELECT made FROM compacted_changes",
                        List.of(),
                        row -> Optional.ofNullable(row.getObject(1, LocalDateTime.class)))
                .stream()
                .flatMap(Optional::stream)
                .max(LocalDateTime::compareTo);
    }

    /** Makes a new version when the current transaction commits. Every transaction that changes the catalogue calls it. */
    public void record(CatalogueChange change) {
        update(
                "INSERT INTO catalogue_change (stamp, made, image, region_id, visible_to_all, accounts) VALUES (?, ?, ?, ?, ?, ?)",
                statement -> {
                    statement.setLong(1, random.nextLong(Long.MAX_VALUE));
                    statement.setObject(2, LocalDateTime.now(clock));
                    statement.setObject(3, change.image());
                    statement.setString(4, change.regionId());
                    statement.setBoolean(5, change.visibleToAll());
                    statement.setString(
                            6, change.accounts().stream().map(String::valueOf).collect(Collectors.joining(",")));
                });
    }

    /**
     * Reads new changes, and replaces older ones by their sum, so that {@link #current} stays cheap. If another server does the same
     * at the same time, or an older change becomes visible meanwhile, nothing is replaced.
     */
    @Scheduled(initialDelay = "${ecs-images.change-interval:1s}", fixedDelay = "${ecs-images.change-interval:1s}")
    void compact() {
        try {
            transactions.execute(Transactions.READ_COMMITTED, status -> {
                current();
                if (!compactBefore(LocalDateTime.now(clock).minus(COMPACTION_AGE))) {
                    status.setRollbackOnly();
                }
                return null;
            });
        } catch (RuntimeException e) {
            if (!SqlErrors.isConflict(e) && !SqlErrors.isDuplicate(e)) {
                throw e;
            }
        }
    }

    /** How many changes are not compacted. */
    long count() {
        return query("SELECT COUNT(*) FROM catalogue_change", List.of(), row -> row.getLong(1))
                .get(0);
    }

    private record OldChanges(
            long count, BigInteger stamps, @Nullable LocalDateTime made) {}

    private boolean compactBefore(LocalDateTime time) {
        var old = query(
                        "SELECT COUNT(*), COALESCE(SUM(stamp), 0), MAX(made) FROM catalogue_change WHERE made < ?",
                        List.of(time),
                        row -> new OldChanges(
                                row.getLong(1),
                                row.getBigDecimal(2).toBigIntegerExact(),
                                row.getObject(3, LocalDateTime.class)))
                .get(0);
        if (old.count <= COMPACTION_THRESHOLD) {
            return true;
        }
        Binder sum = statement -> {
            statement.setBigDecimal(1, new BigDecimal(old.stamps));
            statement.setObject(2, old.made);
        };
        if (update("UPDATE compacted_changes SET stamps = stamps + ?, made = ?", sum) == 0) {
            update("INSERT INTO compacted_changes (stamps, made, one) VALUES (?, ?, 1)", sum);
        }
        Binder before = statement -> statement.setObject(1, time);
        update("DELETE FROM summed_change WHERE made < ?", statement -> statement.setObject(1, time.minus(KEPT)));
        return update(
                                "INSERT INTO summed_change (made, " + DETAILS + ") SELECT made, " + DETAILS
                                        + " FROM catalogue_change WHERE made < ?",
                                before)
                        == old.count
                && update("DELETE FROM catalogue_change WHERE made < ?", before) == old.count;
    }

    private <T> List<T> query(String sql, List<Object> values, RowReader<T> reader) {
        return jdbc.prepareStatement(sql, statement -> reader.readAll(statement, values));
    }

    private interface Binder {
        void bind(PreparedStatement statement) throws SQLException;
    }

    private int update(String sql, Binder binder) {
        return jdbc.prepareStatement(sql, statement -> {
            binder.bind(statement);
            return statement.executeUpdate();
        });
    }
}
