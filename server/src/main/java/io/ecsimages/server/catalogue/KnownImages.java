package io.ecsimages.server.catalogue;

import io.ecsimages.server.image.ImageRow;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/**
 * The images that the catalogue has already. The database looks each one up in its index; with {@code region_id = ? AND
 * image_id IN (…)} it would read the whole region, for each chunk of an import.
 */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface KnownImages extends GenericRepository<ImageRow, Long> {

    @Query("SELECT image.* FROM UNNEST(CAST(:imageIds AS VARCHAR(128) ARRAY)) AS dumped (dumped_id)"
            + " JOIN image ON image.region_id = :regionId AND image.image_id = dumped.dumped_id")
    List<ImageRow> find(String regionId, @TypeDef(type = DataType.STRING_ARRAY) String[] imageIds);
}
