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
 * A table of the catalogue, of which nothing is known but what the database says of it. A row is a list of texts, longs
 * and booleans; a time is a text as {@link LocalDateTime} writes it.
 */
public final class TableCopier {

    /** Takes one row. */
    public interface Sink {
        void accept(List<?> row) throws IOException;
    }

    /** Gives one row, or null when there are no more. */
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

    /** All tables, in an order that is always the same; those that refer to others stand behind them. */
    public static List<TableCopier> all(Connection connection) throws SQLException {
        var database = connection.getMetaData();
        var catalog = connection.getCatalog();
        var schema = connection.getSchema();
        var rest = texts(database.getTables(catalog, schema, "%", new String[] {"TABLE", "BASE TABLE"}), "TABLE_NAME");
        rest.remove(MIGRATIONS);
        Collections.sort(rest);
        var tables = new LinkedHashMap<String, TableCopier>();
        while (!rest.isEmpty()) {
            for (String name : List.copyOf(rest)) {
                var others = texts(database.getImportedKeys(catalog, schema, name), "PKTABLE_NAME");
                if (tables.keySet().containsAll(others)) {
                    tables.put(name, new TableCopier(name, types(database.getColumns(catalog, schema, name, "%"))));
                    rest.remove(name);
                }
            }
        }
        return List.copyOf(tables.values());
    }

    private static List<String> texts(ResultSet rows, String column) throws SQLException {
        try (rows) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(rows.getString(column));
            }
            return texts;
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

    /** Reads all rows, some at a time. */
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
     * @throws IllegalArgumentException if a row is not of this table
     */
    public void write(Connection connection, Source source) throws SQLException, IOException {
        var places = String.join(", ", Collections.nCopies(types.size(), "?"));
        try (var insert = connection.prepareStatement(
                "INSERT INTO " + name + " (" + String.join(", ", columns()) + ") VALUES (" + places + ")")) {
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

    /** Says what failed in the words of the one row: a driver's message of the batch repeats its values, secrets too. */
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
            if (value != null && value.getClass() != written(type)) {
                throw new IllegalArgumentException("a row of " + name + " has a value of another kind");
            }
            boolean isTime = type == Types.TIMESTAMP && value != null;
            insert.setObject(column, isTime ? LocalDateTime.parse(value.toString()) : value);
        }
    }

    /** What {@link #value} makes of a column: some databases convert other values, some fail in words of their own. */
    private static Class<?> written(int type) {
        return switch (type) {
            case Types.BIGINT -> Long.class;
            case Types.BIT, Types.BOOLEAN -> Boolean.class;
            default -> String.class;
        };
    }

    /** Counts keys on from the highest that there is, where the database does not do so by itself. */
    public void countOn(Connection connection, DatabaseKind kind) throws SQLException {
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
