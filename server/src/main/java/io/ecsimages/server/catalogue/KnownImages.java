package io.ecsimages.server.catalogue;

import io.ecsimages.server.image.ImageRow;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Collection;
import java.util.List;

/** The images that the catalogue has already. */
@JdbcRepository(dialect = Dialect.H2)
interface KnownImages extends GenericRepository<ImageRow, Long> {

    List<ImageRow> findByImageIdInAndRegionId(Collection<String> imageIds, String regionId);
}
