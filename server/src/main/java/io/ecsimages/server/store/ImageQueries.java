package io.ecsimages.server.store;

import io.micronaut.core.annotation.Nullable;
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

    /** The columns of the indexes on image: a query of these reads no row of the table. */
    private static final String INDEXED = "SELECT image.id, creation_time, image_id, image_name";

    private static final String OWNER = ", source, owner_id";

    private static final String SHARED = " FROM image_share JOIN image ON image.id = image_share.image";

    private static final String TAGS = " JOIN image_tag ON image_tag.image = image.id";

    private final ConnectionOperations<Connection> connections;

    ImageQueries(ConnectionOperations<Connection> connections) {
        this.connections = connections;
    }

    /** All images that meet a condition, newest first, ties by ImageId; without source and owner. */
    public List<ImageKey> find(SqlCondition condition) {
        return sorted(select(
                INDEXED + " FROM image WHERE " + condition.sql(), condition.values(), row -> key(row, null, null)));
    }

    /** The same with source and owner, for which each row of the table is read. */
    public List<ImageKey> findWithOwner(SqlCondition condition) {
        return sorted(select(
                INDEXED + OWNER + " FROM image WHERE " + condition.sql(),
                condition.values(),
                ImageQueries::keyWithOwner));
    }

    /**
     * The first images that meet a condition, newest first, ties by ImageId; without source and owner.
     *
     * @param indexed the columns for which the condition fixes the values, in the order of an index: H2 uses an index for the order
     *     only if all its columns are named
     */
    public List<ImageKey> findFirst(SqlCondition condition, String indexed, long limit) {
        var values = new ArrayList<>(condition.values());
        values.add(limit);
        return select(
                INDEXED + " FROM image WHERE " + condition.sql() + " ORDER BY " + indexed
                        + ", creation_time DESC, image_id LIMIT ?",
                values,
                row -> key(row, null, null));
    }

    /**
     * All images that are shared with an account and meet a condition; without source and owner. The query begins with the
     * account's shares, which are few, on every database.
     */
    public List<ImageKey> findShared(long account, String regionId, SqlCondition condition) {
        var shared = sharedWith(account, regionId, condition);
        return sorted(
                select(INDEXED + SHARED + " WHERE " + shared.sql(), shared.values(), row -> key(row, null, null)));
    }

    private static SqlCondition sharedWith(long account, String regionId, SqlCondition condition) {
        return SqlCondition.equal("image_share.account_id", account)
                .and(SqlCondition.equal("image_share.region_id", regionId), condition);
    }

    /** The tags of all images that meet a condition. */
    public List<ImageTag> findTags(SqlCondition condition) {
        return findTags(" FROM image", condition);
    }

    /** The tags of all images that are shared with an account and meet a condition. */
    public List<ImageTag> findTagsOfShared(long account, String regionId, SqlCondition condition) {
        return findTags(SHARED, sharedWith(account, regionId, condition));
    }

    private List<ImageTag> findTags(String from, SqlCondition condition) {
        return select(
                "SELECT image_tag.image, tag_key, tag_value" + from + TAGS + " WHERE " + condition.sql(),
                condition.values(),
                row -> new ImageTag(row.getLong(1), row.getString(2), row.getString(3)));
    }

    /** Sorted here, because databases without a suitable index read more to sort than to select. */
    private static List<ImageKey> sorted(List<ImageKey> keys) {
        return keys.stream().sorted(ImageKey.ORDER).toList();
    }

    public int count(SqlCondition condition) {
        return select("SELECT COUNT(*) FROM image WHERE " + condition.sql(), condition.values(), row -> row.getInt(1))
                .get(0);
    }

    /** Whether an image meets a condition. */
    public boolean meets(long id, SqlCondition condition) {
        return count(SqlCondition.equal("image.id", id).and(condition)) > 0;
    }

    private static ImageKey keyWithOwner(ResultSet row) throws SQLException {
        long owner = row.getLong(6);
        return key(row, row.wasNull() ? null : Long.valueOf(owner), row.getString(5));
    }

    private static ImageKey key(ResultSet row, @Nullable Long ownerId, @Nullable String source) throws SQLException {
        return new ImageKey(
                row.getLong(1),
                row.getObject(2, LocalDateTime.class),
                row.getString(3),
                row.getString(4),
                source,
                ownerId);
    }

    private <T> List<T> select(String sql, List<Object> values, RowReader<T> reader) {
        return connections.executeRead(status -> {
            try (var statement = status.getConnection().prepareStatement(sql)) {
                return reader.readAll(statement, values);
            } catch (SQLException e) {
                throw new DataAccessException("cannot query images: " + e.getMessage(), e);
            }
        });
    }
}
