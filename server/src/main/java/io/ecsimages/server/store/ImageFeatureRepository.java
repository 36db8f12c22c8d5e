package io.ecsimages.server.store;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Collection;

/** The capabilities of all images. */
@JdbcRepository(dialect = Dialect.ANSI)
public interface ImageFeatureRepository extends GenericRepository<ImageFeature, Void> {

    void saveAll(Iterable<ImageFeature> rows);

    void deleteByImageIn(Collection<Long> images);
}
