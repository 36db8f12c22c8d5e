package io.ecsimages.server.catalogue;

import io.ecsimages.server.image.ImageRow;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * The images that an account finds if it asks under every ImageOwnerAlias, and those that it finds if it asks for the
 * community's: by their keys, for they may be many.
 */
@JdbcRepository(dialect = Dialect.H2)
interface VisibleImages extends GenericRepository<ImageRow, Long> {

    String VISIBLE = "(source <> 'account' OR owner_id = :account"
            + " OR EXISTS (SELECT 1 FROM image_share WHERE account_id = :account AND image = image.id"
            + " AND image_share.region_id = image.region_id))";

    String COMMUNITY = "(is_public = TRUE AND (owner_id IS NULL OR owner_id <> :account))";

    /** As DescribeImages has it. */
    String IN_ORDER = " AND region_id = :regionId ORDER BY creation_time DESC, image_id";

    @Query("SELECT DISTINCT region_id FROM image WHERE " + VISIBLE + " OR " + COMMUNITY + " ORDER BY region_id")
    List<String> regions(long account);

    @Query("SELECT COUNT(*) FROM image WHERE " + VISIBLE + " AND region_id = :regionId")
    long count(long account, String regionId);

    /** To be closed. */
    @Query("SELECT id FROM image WHERE " + VISIBLE + IN_ORDER)
    Stream<Long> keys(long account, String regionId);

    @Query("SELECT COUNT(*) FROM image WHERE " + COMMUNITY + " AND region_id = :regionId")
    long countCommunity(long account, String regionId);

    /** To be closed. */
    @Query("SELECT id FROM image WHERE " + COMMUNITY + IN_ORDER)
    Stream<Long> communityKeys(long account, String regionId);

    List<ImageRow> findByIdIn(Collection<Long> ids);

    /** Deletes what no account finds any more: images of unknown owners, shared with nobody, and not public. */
    @Query("DELETE FROM image WHERE source = 'account' AND owner_id IS NULL AND region_id = :regionId"
            + " AND is_public = FALSE AND NOT EXISTS (SELECT 1 FROM image_share WHERE image_share.image = image.id)")
    long deleteUnseen(String regionId);
}
