package io.ecsimages.server.image;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.CrudRepository;
import java.util.Collection;
import java.util.List;

/** Rows of {@link ImageShare}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface ImageShareRepository extends CrudRepository<ImageShare, Long> {

    List<ImageShare> findByAccountIdAndImageIn(long accountId, Collection<Long> images);
}
