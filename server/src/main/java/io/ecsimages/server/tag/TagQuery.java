package io.ecsimages.server.tag;

import io.ecsimages.server.image.Condition;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds tags, by conditions on the images that carry them. */
@Singleton
class TagQuery {

    /** A tag, and how many images carry it. */
    record CountedTag(String key, String value, int images) {}

    /** A tag of one image. */
    record CarriedTag(String imageId, String key, String value) {}

    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final JdbcOperations jdbc;

    TagQuery(JdbcOperations jdbc) {
        this.jdbc = jdbc;
    }

    /** Each tag that meets a condition and that an image carries which meets another, in no order. */
    List<CountedTag> count(Condition images, Condition tags) {
        return list(
                "SELECT tag_key, tag_value, COUNT(DISTINCT image)"
                        + " FROM (SELECT id AS image_key FROM image WHERE " + images.sql() + ") asked"
                        + " JOIN image_tag ON image = image_key"
                        + " WHERE " + tags.sql() + " GROUP BY tag_key, tag_value",
                Stream.concat(images.values().stream(), tags.values().stream()).toList(),
                row -> new CountedTag(row.getString(1), row.getString(2), row.getInt(3)));
    }

    /** The first tags that come after a place in the list, ordered by ImageId, key and value. */
    List<CarriedTag> list(Condition images, CarriedTag after, int limit) {
        var values = new ArrayList<Object>(images.values());
        values.addAll(List.of(
                after.imageId(), after.imageId(), after.key(), after.imageId(), after.key(), after.value(), limit));
        return list(
                "SELECT DISTINCT image_id, tag_key, tag_value"
                        + " FROM (SELECT id AS image_key, image_id FROM image WHERE " + images.sql() + ") asked"
                        + " JOIN image_tag ON image = image_key"
                        + " WHERE image_id > ? OR image_id = ? AND tag_key > ?"
                        + " OR image_id = ? AND tag_key = ? AND tag_value > ?"
                        + " ORDER BY image_id, tag_key, tag_value LIMIT ?",
                values,
                row -> new CarriedTag(row.getString(1), row.getString(2), row.getString(3)));
    }

    private <T> List<T> list(String sql, List<?> values, Reader<T> reader) {
        return jdbc.prepareStatement(sql, statement -> {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            try (var rows = statement.executeQuery()) {
                var found = new ArrayList<T>();
                while (rows.next()) {
                    found.add(reader.read(rows));
                }
                return found;
            }
        });
    }
}
