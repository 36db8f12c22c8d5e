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
 * Copies of whole catalogues, which every database takes back. A snapshot is lines of JSON, compressed by gzip: one that
 * says which migration the tables are of; then, for each table, one with its name and columns, one for each row, and the
 * end.
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

    /** Writes all tables as they are at one moment, while others change them. */
    public void write(OutputStream out) {
        var atOneMoment = new DefaultTransactionDefinition();
        atOneMoment.setReadOnly(true);
        if (kind == DatabaseKind.H2) {
            // Its REPEATABLE READ shows rows that others add meanwhile.
            atOneMoment.setIsolationLevel(Isolation.SERIALIZABLE);
        }
        transactions.execute(atOneMoment, status -> {
            try (var json = JSON.createGenerator(new GZIPOutputStream(out))) {
                line(json, Map.of(MIGRATION, migration()));
                for (TableCopier table : TableCopier.all(status.getConnection())) {
                    line(json, heading(table));
                    table.read(status.getConnection(), row -> line(json, row));
                    line(json, END);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return null;
        });
    }

    private static void line(JsonGenerator json, Object value) throws IOException {
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
     * Fills an empty catalogue with what {@link #write} wrote.
     *
     * @param name what the person calls the snapshot
     * @throws BackupException if the catalogue is not empty, or this is no snapshot, or a broken one; nothing is stored
     */
    public void restore(String name, InputStream in) {
        transactions.executeWrite(status -> {
            var connection = status.getConnection();
            var tables = TableCopier.all(connection);
            for (TableCopier table : tables) {
                if (!table.isEmpty(connection)) {
                    throw new BackupException(name, "a snapshot is restored into an empty catalogue, and this is none");
                }
            }
            try (var lines = JSON.readerFor(Object.class).readValues(new GZIPInputStream(in))) {
                checkMigration(name, lines.nextValue());
                for (TableCopier table : tables) {
                    expect(heading(table), lines.nextValue());
                    table.write(connection, () -> row(lines.nextValue()));
                }
            } catch (NoSuchElementException | EOFException e) {
                throw broken(name, "it ends too early");
            } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
                throw broken(name, e.getMessage());
            } catch (SQLException e) {
                throw SqlErrors.isBadData(e) ? broken(name, e.getMessage()) : e;
            }
            for (TableCopier table : tables) {
                table.countOn(connection, kind);
            }
            return null;
        });
    }

    private void checkMigration(String name, Object line) throws IOException {
        if (!(line instanceof Map<?, ?> first) || !first.keySet().equals(Set.of(MIGRATION))) {
            throw new IOException("its first line is another");
        } else if (!migration().equals(first.get(MIGRATION))) {
            throw new BackupException(
                    name,
                    "it is of another version of ecs-images (migration " + first.get(MIGRATION) + ", and here it is "
                            + migration() + "); restore it with that version, then upgrade");
        }
    }

    private static void expect(Object heading, Object line) throws IOException {
        if (!line.equals(heading)) {
            throw new IOException("where " + heading + " should be, there is another line");
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

    private static BackupException broken(String name, @Nullable String reason) {
        return new BackupException(
                name,
                "it is no snapshot, or a broken one ("
                        + Objects.requireNonNullElse(reason, "")
                                .lines()
                                .findFirst()
                                .orElse("") + ")");
    }
}
