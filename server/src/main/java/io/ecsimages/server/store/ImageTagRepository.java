package io.ecsimages.server.store;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Collection;
import java.util.List;

/** The tags of all images. */
@JdbcRepository(dialect = Dialect.ANSI)
public interface ImageTagRepository extends GenericRepository<ImageTag, Void> {

    void saveAll(Iterable<ImageTag> rows);

    List<ImageTag> findByImageIn(Collection<Long> images);

    void deleteByImageIn(Collection<Long> images);
}
