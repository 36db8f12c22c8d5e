package io.ecsimages.server.store;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.CrudRepository;
import java.util.Collection;

/** The capabilities of all images. */
@JdbcRepository(dialect = Dialect.ANSI)
public interface ImageFeatureRepository extends CrudRepository<ImageFeature, Long> {

    void deleteByImageIn(Collection<Long> images);
}
