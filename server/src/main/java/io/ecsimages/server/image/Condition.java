package io.ecsimages.server.image;

import java.util.List;
import java.util.stream.Stream;

/**
 * A condition on a row of {@code image}, in SQL that every database understands. Equal conditions have equal values.
 *
 * @param sql the condition
 * @param values those of its question marks
 */
record Condition(String sql, List<?> values) {

    static Condition of(String sql, Object... values) {
        return new Condition(sql, List.of(values));
    }

    Condition and(Condition other) {
        return joined(" AND ", other);
    }

    Condition or(Condition other) {
        return joined(" OR ", other);
    }

    Condition not() {
        return new Condition("NOT (" + sql + ")", values);
    }

    private Condition joined(String operator, Condition other) {
        return new Condition(
                "(" + sql + operator + other.sql + ")",
                Stream.concat(values.stream(), other.values.stream()).toList());
    }
}
