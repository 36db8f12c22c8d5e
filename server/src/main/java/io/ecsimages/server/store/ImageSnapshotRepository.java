package io.ecsimages.server.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Collection;
import java.util.List;

/** The source snapshots of all images. */
@JdbcRepository(dialect = Dialect.ANSI)
public interface ImageSnapshotRepository extends GenericRepository<ImageSnapshot, Void> {

    void saveAll(Iterable<ImageSnapshot> rows);

    void deleteByImageIn(Collection<Long> images);

    /** The snapshots, of these, that other images of an account have in a region. */
    @Query(
            "SELECT DISTINCT image_snapshot.snapshot_id FROM image_snapshot JOIN image ON image.id = image_snapshot.image"
                    + " WHERE image.owner_id = :account AND image.region_id = :regionId AND image.id <> :image"
                    + " AND image_snapshot.snapshot_id IN (:snapshotIds)")
    List<String> ofOtherImages(long account, String regionId, long image, Collection<String> snapshotIds);

    /** The number of an account's images, in all regions, that have a snapshot. */
    @Query("SELECT COUNT(*) FROM image_snapshot JOIN image ON image.id = image_snapshot.image"
            + " WHERE image.owner_id = :account AND image_snapshot.snapshot_id = :snapshotId")
    long countImages(long account, String snapshotId);
}
