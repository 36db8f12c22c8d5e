package io.ecsimages.server.image;

import io.ecsimages.server.edition.Edition;
import io.ecsimages.server.edition.EditionCache;
import io.ecsimages.server.image.ImageFilters.Scope;
import io.ecsimages.server.image.Listing.Entry;
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
    private static final String COLUMNS = "image.id, creation_time, image_id";

    private final JdbcOperations jdbc;
    private final EditionCache<Scope, List<Entry>> found =
            new EditionCache<>(HEAP_PART, entries -> ENTRY_BYTES * (entries.size() + 5));

    ImageQuery(JdbcOperations jdbc) {
        this.jdbc = jdbc;
    }

    /** The images of all scopes, in a transaction that sees this edition. */
    Listing list(Edition edition, long account, List<Scope> scopes) {
        return new Listing(scopes.stream()
                .map(scope -> found.get(edition, scope, unknown -> find(account, unknown)))
                .toList());
    }

    /** The same, where it need not be read; null if it must be. */
    @Nullable
    Listing known(Edition edition, List<Scope> scopes) {
        var parts = new ArrayList<List<Entry>>();
        for (Scope scope : scopes) {
            var entries = found.get(edition, scope);
            if (entries == null) {
                return null;
            }
            parts.add(entries);
        }
        return new Listing(parts);
    }

    /** Whether an image meets a condition. */
    boolean meets(long id, Condition condition) {
        var scope =
                new Scope(null, ImageFilters.IMAGES, Condition.of("id = ?", id).and(condition));
        return !select("id", scope, row -> row.getLong(1)).isEmpty();
    }

    /** The images of a scope, in the order of DescribeImages. Put in order here: databases order texts differently. */
    private List<Entry> find(long account, Scope scope) {
        var entries = scope.alias() == null
                ? select(COLUMNS + ", source, owner_id", scope, row -> entry(row, alias(row, account)))
                : select(COLUMNS, scope, row -> entry(row, scope.alias()));
        // Indexes leave little to do.
        Collections.sort(entries);
        return entries;
    }

    private static Entry entry(ResultSet row, ImageOwnerAlias alias) throws SQLException {
        var time = row.getObject(2, LocalDateTime.class).toInstant(ZoneOffset.UTC);
        return new Entry(row.getLong(1), ChronoUnit.MICROS.between(Instant.EPOCH, time), row.getString(3), alias);
    }

    /** What an image is, where no source was named. */
    private static ImageOwnerAlias alias(ResultSet row, long account) throws SQLException {
        if (row.getString(4).equals(ImageRow.SYSTEM)) {
            return ImageOwnerAlias.SYSTEM;
        }
        long owner = row.getLong(5);
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
