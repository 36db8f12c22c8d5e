package io.ecsimages.server.store;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Collection;
import java.util.List;

/** The accounts that subscribed to Marketplace images. */
@JdbcRepository(dialect = Dialect.ANSI)
public interface ImageSubscriptionRepository extends GenericRepository<ImageSubscription, Void> {

    void saveAll(Iterable<ImageSubscription> rows);

    List<Long> findImageByAccountId(long accountId);

    long deleteByAccountIdAndImageIn(long accountId, Collection<Long> images);
}
