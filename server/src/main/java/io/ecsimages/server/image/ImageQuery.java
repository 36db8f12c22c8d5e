package io.ecsimages.server.image;

import io.ecsimages.server.edition.Edition;
import io.ecsimages.server.edition.EditionCache;
import io.ecsimages.server.image.ImageFilters.Scope;
import io.ecsimages.server.image.Listing.Entry;
import io.ecsimages.server.image.Listing.Part;
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
import java.util.Collections;
import java.util.List;

/**
 * Finds images. One statement finds all of a scope, in their order, so that their number and every page are known; it is
 * not run again in the same edition. What accounts see of the vendor's images is found once for all of them.
 */
@Singleton
class ImageQuery {

    private static final double HEAP_PART = 0.1;
    private static final int ENTRY_BYTES = 100;

    private final JdbcOperations jdbc;
    private final EditionCache<Condition, List<Entry>> found =
            new EditionCache<>(HEAP_PART, entries -> ENTRY_BYTES * (entries.size() + 5));

    ImageQuery(JdbcOperations jdbc) {
        this.jdbc = jdbc;
    }

    /** The images of all scopes, in a transaction that sees this edition. */
    Listing list(Edition edition, List<Scope> scopes) {
        return new Listing(scopes.stream()
                .map(scope -> new Part(scope.alias(), found.get(edition, scope.condition(), this::find)))
                .toList());
    }

    /** The same, where it need not be read; null if it must be. */
    @Nullable
    Listing known(Edition edition, List<Scope> scopes) {
        var parts = new ArrayList<Part>();
        for (Scope scope : scopes) {
            var entries = found.get(edition, scope.condition());
            if (entries == null) {
                return null;
            }
            parts.add(new Part(scope.alias(), entries));
        }
        return new Listing(parts);
    }

    /** The images that meet a condition, in the order of DescribeImages. */
    List<Entry> find(Condition condition) {
        return jdbc.prepareStatement(
                "SELECT id, creation_time, image_id FROM image WHERE " + condition.sql(), statement -> {
                    for (int i = 0; i < condition.values().size(); i++) {
                        statement.setObject(i + 1, condition.values().get(i));
                    }
                    try (var rows = statement.executeQuery()) {
                        return entries(rows);
                    }
                });
    }

    /** Put in order here: databases have different ideas of the order of texts. Indexes leave little to do. */
    private static List<Entry> entries(ResultSet rows) throws SQLException {
        var entries = new ArrayList<Entry>();
        while (rows.next()) {
            var time = rows.getObject(2, LocalDateTime.class).toInstant(ZoneOffset.UTC);
            entries.add(new Entry(rows.getLong(1), ChronoUnit.MICROS.between(Instant.EPOCH, time), rows.getString(3)));
        }
        Collections.sort(entries);
        return entries;
    }
}
