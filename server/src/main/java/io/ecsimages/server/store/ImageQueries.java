package io.ecsimages.server.store;

import io.micronaut.data.connection.ConnectionOperations;
import io.micronaut.data.exceptions.DataAccessException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/** Selects images by conditions that are known only when a request arrives: see {@link SqlCondition}. */
@Singleton
public class ImageQueries {

    private static final String KEY = "SELECT image.id, creation_time, image_id, image_name, source, owner_id FROM ";

    /** Newest first, ties by ImageId: a total order, so pages neither repeat nor skip. */
    private static final String IN_ORDER = " ORDER BY creation_time DESC, image_id";

    private final ConnectionOperations<Connection> connections;

    ImageQueries(ConnectionOperations<Connection> connections) {
        this.connections = connections;
    }

    /** The images that meet a condition, newest first, ties by ImageId. */
    public List<ImageKey> find(SqlCondition condition) {
        return select(KEY + "image WHERE " + condition.sql() + IN_ORDER, condition.values(), ImageQueries::key);
    }

    /** One page of the same. */
    public List<ImageKey> find(SqlCondition condition, long offset, int limit) {
        return select(
                KEY + "image WHERE " + condition.sql() + IN_ORDER + " LIMIT " + limit + " OFFSET " + offset,
                condition.values(),
                ImageQueries::key);
    }

    /**
     * The images that are shared with an account and meet a condition. The query begins with the account's shares, which are few,
     * on every database.
     */
    public List<ImageKey> findShared(long account, String regionId, SqlCondition condition) {
        var shared = SqlCondition.equal("image_share.account_id", account)
                .and(SqlCondition.equal("image_share.region_id", regionId), condition);
        return select(
                KEY + "image_share JOIN image ON image.id = image_share.image WHERE " + shared.sql() + IN_ORDER,
                shared.values(),
                ImageQueries::key);
    }

    public int count(SqlCondition condition) {
        return select("SELECT COUNT(*) FROM image WHERE " + condition.sql(), condition.values(), row -> row.getInt(1))
                .get(0);
    }

    /** Whether an image meets a condition. */
    public boolean meets(long id, SqlCondition condition) {
        return count(SqlCondition.equal("image.id", id).and(condition)) > 0;
    }

    private static ImageKey key(ResultSet row) throws SQLException {
        long owner = row.getLong(6);
        Long ownerId = row.wasNull() ? null : Long.valueOf(owner);
        return new ImageKey(
                row.getLong(1),
                row.getObject(2, LocalDateTime.class),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                ownerId);
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> select(String sql, List<Object> values, RowReader<T> reader) {
        return connections.executeRead(status -> {
            try (var statement = status.getConnection().prepareStatement(sql)) {
                for (int i = 0; i < values.size(); i++) {
                    statement.setObject(i + 1, values.get(i));
                }
                var found = new ArrayList<T>();
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.add(reader.read(rows));
                    }
                }
                return found;
            } catch (SQLException e) {
                throw new DataAccessException("cannot query images: " + e.getMessage(), e);
            }
        });
    }
}
