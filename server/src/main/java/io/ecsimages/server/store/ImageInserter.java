package io.ecsimages.server.store;

import static java.util.stream.Collectors.toMap;

import io.ecsimages.server.database.StatementPlans;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * Inserts images in one batch, and reads their keys with one query. A repository asks for the keys with each row, and PostgreSQL's driver
 * then waits for each row.
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
    private static final String INSERT = "INSERT INTO image (" + String.join(", ", COLUMNS) + ") VALUES ("
            + String.join(", ", Collections.nCopies(COLUMNS.size(), "?")) + ")";

    private final ImageRepository images;
    private final JdbcOperations jdbc;
    private final StatementPlans plans;

    ImageInserter(ImageRepository images, JdbcOperations jdbc, StatementPlans plans) {
        this.images = images;
        this.jdbc = jdbc;
        this.plans = plans;
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

    /** Inserts images of a region, and returns them with their keys. */
    List<ImageEntity> insert(String regionId, List<ImageEntity> added) {
        jdbc.prepareStatement(INSERT, statement -> {
            for (ImageEntity image : added) {
                int column = 0;
                for (Object value : values(image)) {
                    statement.setObject(++column, value);
                }
                statement.addBatch();
            }
            return statement.executeBatch();
        });
        var imageIds = added.stream().map(ImageEntity::imageId).toList();
        var keys = plans.renew(() -> images.keysOf(regionId, imageIds)).stream()
                .collect(toMap(StoredImage::imageId, StoredImage::id));
        return added.stream()
                .map(image -> image.stored(Objects.requireNonNull(keys.get(image.imageId()))))
                .toList();
    }
}
