package io.ecsimages.server.backup;

import io.ecsimages.server.database.DatabaseKind;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes the rows of one table, using only JDBC metadata. A row is a list of strings, longs and booleans; a time
 * is a string in the format of {@link LocalDateTime}.
 */
public final class TableCopier {

    /** Receives one row. */
    public interface Sink {
        void accept(List<?> row) throws IOException;
    }

    /** Supplies one row, or null after the last. */
    public interface Source {
        @Nullable
        List<?> next() throws IOException;
    }

    private static final String MIGRATIONS = "flyway_schema_history";
    private static final String KEY = "id";
    private static final int BATCH = 500;

    private final String name;
    private final Map<String, Integer> types;

    private TableCopier(String name, Map<String, Integer> types) {
        this.name = name;
        this.types = types;
    }

    /** Returns all tables in a fixed order: sorted by name, a referenced table before those that refer to it. */
    public static List<TableCopier> all(Connection connection) throws SQLException {
        var database = connection.getMetaData();
        var catalog = connection.getCatalog();
        var schema = connection.getSchema();
        var remaining =
                strings(database.getTables(catalog, schema, "%", new String[] {"TABLE", "BASE TABLE"}), "TABLE_NAME");
        remaining.remove(MIGRATIONS);
        Collections.sort(remaining);
        var tables = new LinkedHashMap<String, TableCopier>();
        while (!remaining.isEmpty()) {
            for (String name : List.copyOf(remaining)) {
                var referenced = strings(database.getImportedKeys(catalog, schema, name), "PKTABLE_NAME");
                if (tables.keySet().containsAll(referenced)) {
                    tables.put(name, new TableCopier(name, types(database.getColumns(catalog, schema, name, "%"))));
                    remaining.remove(name);
                }
            }
        }
        return List.copyOf(tables.values());
    }

    private static List<String> strings(ResultSet rows, String column) throws SQLException {
        try (rows) {
            var strings = new ArrayList<String>();
            while (rows.next()) {
                strings.add(rows.getString(column));
            }
            return strings;
        }
    }

    private static Map<String, Integer> types(ResultSet columns) throws SQLException {
        try (columns) {
            var types = new LinkedHashMap<String, Integer>();
            while (columns.next()) {
                types.put(columns.getString("COLUMN_NAME"), columns.getInt("DATA_TYPE"));
            }
            return types;
        }
    }

    public String name() {
        return name;
    }

    public List<String> columns() {
        return List.copyOf(types.keySet());
    }

    public boolean isEmpty(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT 1 FROM " + name + " LIMIT 1")) {
            return !rows.next();
        }
    }

    /** Reads all rows in batches. */
    public void read(Connection connection, Sink sink) throws SQLException, IOException {
        try (var statement = connection.createStatement()) {
            statement.setFetchSize(BATCH);
            try (var rows = statement.executeQuery("SELECT " + String.join(", ", columns()) + " FROM " + name)) {
                while (rows.next()) {
                    var row = new ArrayList<Object>();
                    for (int type : types.values()) {
                        row.add(value(rows, row.size() + 1, type));
                    }
                    sink.accept(row);
                }
            }
        }
    }

    @Nullable
    private static Object value(ResultSet row, int column, int type) throws SQLException {
        if (row.getObject(column) == null) {
            return null;
        }
        return switch (type) {
            case Types.BIGINT -> row.getLong(column);
            case Types.BIT, Types.BOOLEAN -> row.getBoolean(column);
            case Types.TIMESTAMP -> row.getObject(column, LocalDateTime.class).toString();
            default -> row.getString(column);
        };
    }

    /**
     * Writes rows.
     *
     * @throws IllegalArgumentException if a row does not match the columns of the table
     */
    public void write(Connection connection, Source source) throws SQLException, IOException {
        var placeholders = String.join(", ", Collections.nCopies(types.size(), "?"));
        try (var insert = connection.prepareStatement(
                "INSERT INTO " + name + " (" + String.join(", ", columns()) + ") VALUES (" + placeholders + ")")) {
            int batch = 0;
            for (var row = source.next(); row != null; row = source.next()) {
                set(insert, row);
                insert.addBatch();
                if (++batch % BATCH == 0) {
                    execute(insert);
                }
            }
            execute(insert);
        }
    }

    /** Throws the error of the single row, because the message of the batch repeats all values, including secrets. */
    private static void execute(PreparedStatement batch) throws SQLException {
        try {
            batch.executeBatch();
        } catch (BatchUpdateException e) {
            throw e.getNextException() == null ? e : e.getNextException();
        }
    }

    private void set(PreparedStatement insert, List<?> row) throws SQLException {
        if (row.size() != types.size()) {
            throw new IllegalArgumentException("a row of " + name + " has " + row.size() + " values");
        }
        int column = 0;
        for (int type : types.values()) {
            var value = row.get(column++);
            if (value != null && value.getClass() != javaType(type)) {
                throw new IllegalArgumentException("a row of " + name + " has a value of the wrong type");
            }
            boolean isTime = type == Types.TIMESTAMP && value != null;
            insert.setObject(column, isTime ? LocalDateTime.parse(value.toString()) : value);
        }
    }

    /** Returns the class of {@link #value} for a column. Without this check, some databases convert other values silently. */
    private static Class<?> javaType(int type) {
        return switch (type) {
            case Types.BIGINT -> Long.class;
            case Types.BIT, Types.BOOLEAN -> Boolean.class;
            default -> String.class;
        };
    }

    /** Restarts generated keys above the highest key, unless the database does so itself. */
    public void restartKeys(Connection connection, DatabaseKind kind) throws SQLException {
        if (!kind.continuesKeys() && types.containsKey(KEY)) {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT COALESCE(MAX(id), 0) + 1 FROM " + name)) {
                rows.next();
                long next = rows.getLong(1);
                statement.execute("ALTER TABLE " + name + " ALTER COLUMN id RESTART WITH " + next);
            }
        }
    }
}
