package io.ecsimages.server.image;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.CrudRepository;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The images of all regions and accounts. */
@JdbcRepository(dialect = Dialect.H2)
public interface ImageRepository extends CrudRepository<ImageRow, Long> {

    boolean existsByRegionId(String regionId);

    List<ImageRow> findByImageId(String imageId);

    List<ImageRow> findByIdIn(Collection<Long> ids);

    Optional<ImageRow> findByRegionIdAndImageIdAndOwnerId(String regionId, String imageId, long ownerId);

    List<String> findDistinctRegionId();
}
