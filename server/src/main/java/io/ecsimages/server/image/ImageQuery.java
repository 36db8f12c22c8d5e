package io.ecsimages.server.image;

import io.ecsimages.server.edition.Edition;
import io.ecsimages.server.edition.EditionCache;
import io.ecsimages.server.image.ImageFilters.Scope;
import io.ecsimages.server.image.ImageList.Entry;
import io.ecsimages.server.model.DescribeImagesRequest;
import io.ecsimages.server.model.ImageOwnerAlias;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds images. One statement finds all of a scope, in their order, so that their number and every page are known; it is
 * not run again in the same edition, nor where an account has nothing. What accounts see of the vendor's images is found once
 * for all of them; images that are asked for by their ids are found in the lists that are known.
 */
@Singleton
class ImageQuery {

    private static final double HEAP_PART = 0.1;

    /** Of a list, and of what it is found by. */
    private static final int LIST_BYTES = 700;

    private static final String COLUMNS = "image.id, creation_time, image_id, image_name";

    private final JdbcOperations jdbc;
    private final AccountRegions regions;
    private final EditionCache<Scope, ImageList> found =
            new EditionCache<>(HEAP_PART, list -> LIST_BYTES + ImageList.ENTRY_BYTES * list.size());

    ImageQuery(JdbcOperations jdbc, AccountRegions regions) {
        this.jdbc = jdbc;
        this.regions = regions;
    }

    /** What a request lists, in a transaction that sees this edition. */
    Listing list(Edition edition, DescribeImagesRequest request, long account) {
        var known = amongKnown(edition, request, account);
        return named(request, known != null ? known : read(edition, request, account));
    }

    /** The same, where nothing must be read; null if something must be. */
    @Nullable
    Listing known(Edition edition, DescribeImagesRequest request, long account) {
        var asked = known(edition, request, account, ImageFilters.matching(request, account, edition.ripened()));
        var known = asked != null ? asked : amongKnown(edition, request, account);
        return known == null ? null : named(request, known);
    }

    /** Names are looked through here, so that a list serves for all of them. */
    private static Listing named(DescribeImagesRequest request, Listing listing) {
        var name = request.getImageName();
        return name == null ? listing : listing.named(new NamePattern(name));
    }

    private Listing read(Edition edition, DescribeImagesRequest request, long account) {
        var scopes = ImageFilters.matching(request, account, edition.ripened());
        return new Listing(regions.read(edition, scopes, account, request.getRegionId()).stream()
                .map(scope -> found.get(edition, scope, unknown -> find(account, unknown)))
                .toList());
    }

    /** Images that are asked for by their ids, where all that could have them is known; else null. */
    @Nullable
    private Listing amongKnown(Edition edition, DescribeImagesRequest request, long account) {
        if (request.getImageId() == null) {
            return null;
        }
        var all = known(edition, request, account, ImageFilters.matchingByAnyId(request, account, edition.ripened()));
        return all == null ? null : all.only(Set.copyOf(request.getImageId()));
    }

    @Nullable
    private Listing known(Edition edition, DescribeImagesRequest request, long account, List<Scope> scopes) {
        var parts = new ArrayList<ImageList>();
        for (Scope scope : regions.known(edition, scopes, account, request.getRegionId())) {
            var list = found.get(edition, scope);
            if (list == null) {
                return null;
            }
            parts.add(list);
        }
        return new Listing(parts);
    }

    /** Whether an image meets a condition. */
    boolean meets(long id, Condition condition) {
        var scope =
                new Scope(null, ImageFilters.IMAGES, Condition.of("id = ?", id).and(condition));
        return !select("id", scope, row -> row.getLong(1)).isEmpty();
    }

    /** The images of a scope. Put in order here, for databases order texts differently; indexes leave little to do. */
    private ImageList find(long account, Scope scope) {
        return ImageList.of(
                scope.alias() == null
                        ? select(COLUMNS + ", source, owner_id", scope, row -> found(row, alias(row, account)))
                        : select(COLUMNS, scope, row -> found(row, scope.alias())));
    }

    private record Found(long id, long creationTime, String imageId, String imageName, ImageOwnerAlias alias)
            implements Entry {}

    private static Found found(ResultSet row, ImageOwnerAlias alias) throws SQLException {
        var time = row.getObject(2, LocalDateTime.class).toInstant(ZoneOffset.UTC);
        return new Found(
                row.getLong(1),
                ChronoUnit.MICROS.between(Instant.EPOCH, time),
                row.getString(3),
                row.getString(4),
                alias);
    }

    /** What an image is, where no source was named. */
    private static ImageOwnerAlias alias(ResultSet row, long account) throws SQLException {
        if (row.getString(5).equals(ImageRow.SYSTEM)) {
            return ImageOwnerAlias.SYSTEM;
        }
        long owner = row.getLong(6);
        return owner == account && !row.wasNull() ? ImageOwnerAlias.SELF : ImageOwnerAlias.OTHERS;
    }

    private interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    private <T> List<T> select(String columns, Scope scope, RowMapper<T> mapper) {
        var condition = scope.condition();
        var sql = "SELECT " + columns + " FROM " + scope.tables() + " WHERE " + condition.sql();
        return jdbc.prepareStatement(sql, statement -> {
            for (int i = 0; i < condition.values().size(); i++) {
                statement.setObject(i + 1, condition.values().get(i));
            }
            try (var rows = statement.executeQuery()) {
                var mapped = new ArrayList<T>();
                while (rows.next()) {
                    mapped.add(mapper.map(rows));
                }
                return mapped;
            }
        });
    }
}
