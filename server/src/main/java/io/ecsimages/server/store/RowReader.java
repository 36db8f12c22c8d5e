package io.ecsimages.server.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads one row of a query. */
interface RowReader<T> {

    T read(ResultSet row) throws SQLException;

    /**
     * Executes a query, and reads all rows.
     *
     * @param values the values of its parameters
     */
    default List<T> readAll(PreparedStatement query, List<?> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            query.setObject(i + 1, values.get(i));
        }
        var found = new ArrayList<T>();
        try (var rows = query.executeQuery()) {
            while (rows.next()) {
                found.add(read(rows));
            }
        }
        return found;
    }
}
