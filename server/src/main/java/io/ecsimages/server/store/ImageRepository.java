package io.ecsimages.server.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.CrudRepository;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The images of all regions and accounts. */
@JdbcRepository(dialect = Dialect.ANSI)
public interface ImageRepository extends CrudRepository<ImageEntity, Long> {

    boolean existsByRegionId(String regionId);

    List<ImageEntity> findByImageId(String imageId);

    List<ImageEntity> findByIdIn(Collection<Long> ids);

    List<ImageEntity> findByImageIdInAndRegionId(Collection<String> imageIds, String regionId);

    Optional<ImageEntity> findByRegionIdAndImageIdAndOwnerId(String regionId, String imageId, long ownerId);

    boolean existsByOwnerIdAndRegionIdAndImageName(long ownerId, String regionId, String imageName);

    long countByOwnerIdAndRegionId(long ownerId, String regionId);

    List<String> findDistinctRegionId();

    /** The regions in which an account owns images, and those in which others share images with it. */
    @Query("SELECT DISTINCT region_id, 'own' AS relation FROM image WHERE owner_id = :account"
            + " UNION ALL SELECT DISTINCT region_id, 'shared' AS relation FROM image_share WHERE account_id = :account")
    List<AccountRegion> regionsOf(long account);

    /** The same of some images only, by primary key. */
    @Query("SELECT DISTINCT region_id, 'own' AS relation FROM image WHERE owner_id = :account AND id IN (:keys)"
            + " UNION ALL SELECT DISTINCT region_id, 'shared' AS relation FROM image_share"
            + " WHERE account_id = :account AND image IN (:keys)")
    List<AccountRegion> regionsOf(long account, Collection<Long> keys);

    /** The images that an account owns in a region and that have a snapshot, oldest first. */
    @Query("SELECT image.* FROM image JOIN image_snapshot ON image_snapshot.image = image.id"
            + " WHERE image.owner_id = :account AND image.region_id = :regionId"
            + " AND image_snapshot.snapshot_id = :snapshotId ORDER BY image.creation_time, image.id")
    List<ImageEntity> findOwnedWithSnapshot(long account, String regionId, String snapshotId);

    /** Up to 500 images that an account owns in a region, behind the one of this key, by key. */
    @Query("SELECT id FROM image WHERE owner_id = :account AND region_id = :regionId AND id > :after"
            + " ORDER BY id LIMIT 500")
    List<Long> nextOwned(long account, String regionId, long after);

    /** Up to 500 images of a source in a region, behind the one of this key, by key. */
    @Query("SELECT id FROM image WHERE source = :source AND region_id = :regionId AND id > :after"
            + " ORDER BY id LIMIT 500")
    List<Long> nextOfSource(String source, String regionId, long after);

    /** Deletes the images of a region that no account can see: of unknown owners, not shared and not published. */
    @Query("DELETE FROM image WHERE source = 'account' AND owner_id IS NULL AND region_id = :regionId"
            + " AND is_public = FALSE AND NOT EXISTS (SELECT 1 FROM image_share WHERE image_share.image = image.id)")
    long deleteInvisible(String regionId);
}
