package io.ecsimages.server.image;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * A condition on a row of {@code image}, in SQL that every database understands. Equal conditions have equal values.
 *
 * @param sql the condition
 * @param values those of its question marks
 */
public record Condition(String sql, List<?> values) {

    public static Condition of(String sql, Object... values) {
        return new Condition(sql, List.of(values));
    }

    /** A column that has one of these values. */
    public static Condition in(String column, List<?> values) {
        return new Condition(
                column + " IN (" + String.join(", ", Collections.nCopies(values.size(), "?")) + ")", values);
    }

    /** A column that is this text, in which {@code *} stands for any run of characters; other wildcards for themselves. */
    public static Condition like(String column, String text) {
        return text.contains("*")
                ? of(
                        column + " LIKE ? ESCAPE '!'",
                        text.replaceAll("[!%_]", "!$0").replace('*', '%'))
                : of(column + " = ?", text);
    }

    /** Images that have a part which meets a condition: looked up for each image, for there may be many such parts. */
    public static Condition having(String table, Condition condition) {
        return new Condition(
                "EXISTS (SELECT 1 FROM " + table + " WHERE image = image.id AND " + condition.sql + ")",
                condition.values);
    }

    public Condition and(Condition other) {
        return joined(" AND ", other);
    }

    public Condition or(Condition other) {
        return joined(" OR ", other);
    }

    public Condition not() {
        return new Condition("NOT (" + sql + ")", values);
    }

    private Condition joined(String operator, Condition other) {
        return new Condition(
                "(" + sql + operator + other.sql + ")",
                Stream.concat(values.stream(), other.values.stream()).toList());
    }
}
