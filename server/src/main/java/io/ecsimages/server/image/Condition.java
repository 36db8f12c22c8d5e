package io.ecsimages.server.image;

import io.micronaut.core.annotation.Nullable;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * A condition on a row of {@code image}, in SQL that every database understands. Those of equal parts are equal: what was found
 * by one is known by it, and its SQL is made only where nothing was.
 */
public sealed interface Condition {

    /** The condition. */
    String sql();

    /** The values of its question marks. */
    List<?> values();

    static Condition of(String sql, Object... values) {
        return new Text(sql, List.of(values));
    }

    /** A column that has one of these values. */
    static Condition in(String column, List<?> values) {
        return new Text(column + " IN (" + String.join(", ", Collections.nCopies(values.size(), "?")) + ")", values);
    }

    /**
     * A column that is this text, in which {@code *} stands for any run of characters; other wildcards for themselves. There
     * must be few, for H2 tries all ways to place them.
     */
    static Condition like(String column, String text) {
        return text.contains("*")
                ? of(
                        column + " LIKE ? ESCAPE '!'",
                        text.replaceAll("[!%_]", "!$0").replace('*', '%'))
                : of(column + " = ?", text);
    }

    /** A tag with this key; without a value it may have any, and an empty value is a value. */
    static Condition tag(String key, @Nullable String value) {
        var ofKey = of("tag_key = ?", key);
        return value == null ? ofKey : ofKey.and(of("tag_value = ?", value));
    }

    /** Images that have a part which meets a condition: looked up for each image, for there may be many such parts. */
    static Condition having(String table, Condition condition) {
        return new Within("EXISTS (SELECT 1 FROM " + table + " WHERE image = image.id AND ", condition);
    }

    default Condition and(Condition other) {
        return new Pair(this, " AND ", other);
    }

    default Condition or(Condition other) {
        return new Pair(this, " OR ", other);
    }

    default Condition not() {
        return new Within("NOT (", this);
    }

    /** A condition as it stands. */
    record Text(String sql, List<?> values) implements Condition {}

    /** A condition in brackets. */
    record Within(String before, Condition condition) implements Condition {

        @Override
        public String sql() {
            return before + condition.sql() + ")";
        }

        @Override
        public List<?> values() {
            return condition.values();
        }
    }

    /** Two conditions. */
    record Pair(Condition left, String operator, Condition right) implements Condition {

        @Override
        public String sql() {
            return "(" + left.sql() + operator + right.sql() + ")";
        }

        @Override
        public List<?> values() {
            return Stream.concat(left.values().stream(), right.values().stream())
                    .toList();
        }
    }
}
