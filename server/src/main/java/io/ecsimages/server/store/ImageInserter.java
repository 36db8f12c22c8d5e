package io.ecsimages.server.store;

import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Inserts images in one batch. A repository would ask for all columns of the new rows, as it does not say which one is the key, and
 * PostgreSQL's driver then waits for each row.
 */
@Singleton
class ImageInserter {

    private static final List<String> COLUMNS = List.of(
            "region_id",
            "image_id",
            "source",
            "owner_id",
            "described_by_owner",
            "is_public",
            "image_name",
            "status",
            "image_usage",
            "os_type",
            "architecture",
            "image_family",
            "resource_group_id",
            "creation_time",
            "creating_since",
            "available_from",
            "document");
    private static final String[] KEY = {"id"};
    private static final String INSERT = "INSERT INTO image (" + String.join(", ", COLUMNS) + ") VALUES ("
            + String.join(", ", Collections.nCopies(COLUMNS.size(), "?")) + ")";

    private final JdbcOperations jdbc;

    ImageInserter(JdbcOperations jdbc) {
        this.jdbc = jdbc;
    }

    /** The values of an image, in the order of the columns. */
    private static List<Object> values(ImageEntity image) {
        return Arrays.asList(
                image.regionId(),
                image.imageId(),
                image.source(),
                image.ownerId(),
                image.describedByOwner(),
                image.isPublic(),
                image.imageName(),
                image.status(),
                image.imageUsage(),
                image.osType(),
                image.architecture(),
                image.imageFamily(),
                image.resourceGroupId(),
                image.creationTime(),
                image.creatingSince(),
                image.availableFrom(),
                image.document());
    }

    /** Inserts images, and returns them with their keys. */
    List<ImageEntity> insert(List<ImageEntity> images) {
        if (images.isEmpty()) {
            return List.of();
        }
        try (var statement = jdbc.getConnection().prepareStatement(INSERT, KEY)) {
            for (ImageEntity image : images) {
                int column = 0;
                for (Object value : values(image)) {
                    statement.setObject(++column, value);
                }
                statement.addBatch();
            }
            statement.executeBatch();
            var inserted = new ArrayList<ImageEntity>();
            try (var keys = statement.getGeneratedKeys()) {
                for (ImageEntity image : images) {
                    keys.next();
                    inserted.add(image.stored(keys.getLong(1)));
                }
            }
            return inserted;
        } catch (SQLException e) {
            throw new DataAccessException("cannot insert images: " + e.getMessage(), e);
        }
    }
}
