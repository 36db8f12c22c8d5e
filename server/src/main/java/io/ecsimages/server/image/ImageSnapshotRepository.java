package io.ecsimages.server.image;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.CrudRepository;
import java.util.Collection;

/** Rows of {@link ImageSnapshot}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface ImageSnapshotRepository extends CrudRepository<ImageSnapshot, Long> {

    void deleteByImageIn(Collection<Long> images);
}
