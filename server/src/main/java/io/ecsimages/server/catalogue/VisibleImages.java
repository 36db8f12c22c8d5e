package io.ecsimages.server.catalogue;

import io.ecsimages.server.image.ImageRow;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The images that an account finds if it asks under every ImageOwnerAlias: by their keys, for they may be many. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface VisibleImages extends GenericRepository<ImageRow, Long> {

    String VISIBLE = " FROM image WHERE (source <> 'account' OR owner_id = :account"
            + " OR id IN (SELECT image FROM image_share WHERE account_id = :account))";

    @Query("SELECT DISTINCT region_id" + VISIBLE + " ORDER BY region_id")
    List<String> regions(long account);

    @Query("SELECT COUNT(*)" + VISIBLE + " AND region_id = :regionId")
    long count(long account, String regionId);

    /** In the order of DescribeImages; to be closed. */
    @Query("SELECT id" + VISIBLE + " AND region_id = :regionId ORDER BY creation_time DESC, image_id")
    Stream<Long> keys(long account, String regionId);

    List<ImageRow> findByIdIn(Collection<Long> ids);
}
