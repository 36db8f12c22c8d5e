package io.ecsimages.server.backup;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ecsimages.server.database.DatabaseKind;
import io.ecsimages.server.database.SqlErrors;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.transaction.TransactionDefinition.Isolation;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.support.DefaultTransactionDefinition;
import jakarta.inject.Singleton;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.flywaydb.core.Flyway;

/**
 * Backs up a whole catalogue and restores it into any supported database. A backup is a gzip file of JSON lines. The first
 * line names the migration of the schema. Each table has a line with its name and columns, a line per row, and an end line.
 */
@Singleton
public class CatalogueBackup {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_LONG_FOR_INTS);
    private static final String MIGRATION = "migration";
    private static final String END = "end";

    private final TransactionOperations<Connection> transactions;
    private final Flyway flyway;
    private final DatabaseKind kind;

    CatalogueBackup(TransactionOperations<Connection> transactions, Flyway flyway, DatabaseKind kind) {
        this.transactions = transactions;
        this.flyway = flyway;
        this.kind = kind;
    }

    /** Writes all tables in one read transaction; other programs may change the catalogue meanwhile. */
    public void write(OutputStream out) {
        var definition = new DefaultTransactionDefinition();
        definition.setReadOnly(true);
        if (kind == DatabaseKind.H2) {
            // REPEATABLE READ of H2 allows phantom reads.
            definition.setIsolationLevel(Isolation.SERIALIZABLE);
        }
        transactions.execute(definition, status -> {
            try (var json = JSON.createGenerator(new GZIPOutputStream(out))) {
                writeLine(json, Map.of(MIGRATION, migration()));
                for (TableCopier table : TableCopier.all(status.getConnection())) {
                    writeLine(json, heading(table));
                    table.read(status.getConnection(), row -> writeLine(json, row));
                    writeLine(json, END);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return null;
        });
    }

    private static void writeLine(JsonGenerator json, Object value) throws IOException {
        JSON.writeValue(json, value);
        json.writeRaw('\n');
    }

    private String migration() {
        return flyway.info().current().getVersion().getVersion();
    }

    private static Object heading(TableCopier table) {
        return Map.of(table.name(), table.columns());
    }

    /**
     * Restores a backup into an empty catalogue in one transaction.
     *
     * @param name the name of the backup, for error messages
     * @throws BackupException if the catalogue is not empty or the backup is invalid; the catalogue does not change
     */
    public void restore(String name, InputStream in) {
        transactions.executeWrite(status -> {
            var connection = status.getConnection();
            var tables = TableCopier.all(connection);
            for (TableCopier table : tables) {
                if (!table.isEmpty(connection)) {
                    throw new BackupException(name, "a backup can only be restored into an empty catalogue");
                }
            }
            try (var lines = JSON.readerFor(Object.class).readValues(new GZIPInputStream(in))) {
                checkMigration(name, lines.nextValue());
                for (TableCopier table : tables) {
                    expect(heading(table), lines.nextValue());
                    table.write(connection, () -> row(lines.nextValue()));
                }
            } catch (NoSuchElementException | EOFException e) {
                throw invalid(name, "unexpected end of file");
            } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
                throw invalid(name, e.getMessage());
            } catch (SQLException e) {
                throw SqlErrors.isBadData(e) ? invalid(name, e.getMessage()) : e;
            }
            for (TableCopier table : tables) {
                table.restartKeys(connection, kind);
            }
            return null;
        });
    }

    private void checkMigration(String name, Object line) throws IOException {
        if (!(line instanceof Map<?, ?> first) || !first.keySet().equals(Set.of(MIGRATION))) {
            throw new IOException("the first line does not name a migration");
        } else if (!migration().equals(first.get(MIGRATION))) {
            throw new BackupException(
                    name,
                    "the backup is from another version of ecs-images (its migration is " + first.get(MIGRATION)
                            + ", the migration of this version is " + migration()
                            + "); restore it with that version, then upgrade");
        }
    }

    private static void expect(Object heading, Object line) throws IOException {
        if (!line.equals(heading)) {
            throw new IOException("the line " + heading + " is expected, but there is another");
        }
    }

    @Nullable
    private static List<?> row(Object line) throws IOException {
        if (line instanceof List<?> row) {
            return row;
        }
        expect(END, line);
        return null;
    }

    private static BackupException invalid(String name, @Nullable String reason) {
        return new BackupException(
                name,
                "the file is not a backup, or it is damaged ("
                        + Objects.requireNonNullElse(reason, "")
                                .lines()
                                .findFirst()
                                .orElse("") + ")");
    }
}
