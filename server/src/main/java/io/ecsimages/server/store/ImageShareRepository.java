package io.ecsimages.server.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Collection;
import java.util.List;

/** The accounts that images are shared with. */
@JdbcRepository(dialect = Dialect.ANSI)
public interface ImageShareRepository extends GenericRepository<ImageShare, Void> {

    void saveAll(Iterable<ImageShare> rows);

    List<Long> findImageByAccountIdAndImageIn(long accountId, Collection<Long> images);

    List<Long> findAccountIdByImageOrderByAccountId(long image);

    boolean existsByImage(long image);

    long deleteByAccountIdAndImageIn(long accountId, Collection<Long> images);

    /** Up to 500 images that are shared with an account in a region, behind the one of this key, by key. */
    @Query("SELECT image FROM image_share WHERE account_id = :account AND region_id = :regionId AND image > :after"
            + " ORDER BY image LIMIT 500")
    List<Long> nextShared(long account, String regionId, long after);
}
