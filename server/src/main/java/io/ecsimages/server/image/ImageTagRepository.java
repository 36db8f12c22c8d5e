package io.ecsimages.server.image;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.CrudRepository;
import java.util.Collection;

/** Rows of {@link ImageTag}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface ImageTagRepository extends CrudRepository<ImageTag, Long> {

    void deleteByImageIn(Collection<Long> images);
}
