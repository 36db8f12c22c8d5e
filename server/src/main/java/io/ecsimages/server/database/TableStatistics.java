package io.ecsimages.server.database;

import io.micronaut.data.jdbc.runtime.JdbcOperations;
import jakarta.inject.Singleton;

/** The statistics by which a database plans statements. */
@Singleton
public class TableStatistics {

    private final JdbcOperations jdbc;
    private final DatabaseKind kind;

    TableStatistics(JdbcOperations jdbc, DatabaseKind kind) {
        this.jdbc = jdbc;
        this.kind = kind;
    }

    /**
     * Counts the rows that the current transaction inserted. PostgreSQL does it by itself only after the transaction, and so would read
     * the growing tables of a large import row by row for each of its batches. Tables that another transaction counts are left out.
     */
    public void refresh() {
        if (kind == DatabaseKind.POSTGRESQL) {
            jdbc.prepareStatement(
                    "ANALYZE (SKIP_LOCKED) image, image_share, image_subscription, image_tag, image_snapshot, image_capability",
                    statement -> statement.execute());
        }
    }
}
