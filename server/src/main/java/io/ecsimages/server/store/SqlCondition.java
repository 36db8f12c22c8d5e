package io.ecsimages.server.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A condition on a row of {@code image} or of one of its child tables, in SQL that every supported database understands.
 *
 * <p>It stands in for Micronaut Data's criteria API, which this query cannot use: in version 4.14 a subquery that refers to the
 * outer query gets the wrong table alias (docs/decisions/0016-sql-conditions.md), and building and running the same query takes four times as long.
 *
 * @param sql the condition, with a question mark for each value
 * @param values the values, in their order
 */
public record SqlCondition(String sql, List<Object> values) {

    public static SqlCondition equal(String column, Object value) {
        return compare(column, "=", value);
    }

    public static SqlCondition notEqual(String column, Object value) {
        return compare(column, "<>", value);
    }

    public static SqlCondition lessOrEqual(String column, Object value) {
        return compare(column, "<=", value);
    }

    public static SqlCondition greaterOrEqual(String column, Object value) {
        return compare(column, ">=", value);
    }

    private static SqlCondition compare(String column, String operator, Object value) {
        return new SqlCondition(column + " " + operator + " ?", List.of(value));
    }

    public static SqlCondition isTrue(String column) {
        return new SqlCondition(column, List.of());
    }

    public static SqlCondition isNull(String column) {
        return new SqlCondition(column + " IS NULL", List.of());
    }

    /** @param values at least one */
    public static SqlCondition in(String column, Collection<?> values) {
        var marks = String.join(", ", Collections.nCopies(values.size(), "?"));
        return new SqlCondition(column + " IN (" + marks + ")", List.copyOf(values));
    }

    /** Repeats a value until their number is a power of two: few different statements, which the database keeps prepared. */
    public static <T> List<T> padded(Collection<T> values) {
        var padded = new ArrayList<>(values);
        while (Integer.bitCount(padded.size()) > 1) {
            padded.add(padded.get(0));
        }
        return padded;
    }

    /**
     * Compares with a string in which only {@code *} is a wildcard. There must be few wildcards, because a database may try every
     * way to place them.
     */
    public static SqlCondition like(String column, String pattern) {
        return pattern.contains("*")
                ? new SqlCondition(
                        column + " LIKE ? ESCAPE '!'",
                        List.of(pattern.replaceAll("[!%_]", "!$0").replace('*', '%')))
                : equal(column, pattern);
    }

    /** Images with a row in a child table that meets a condition. */
    public static SqlCondition exists(String childTable, SqlCondition condition) {
        return new SqlCondition(
                "EXISTS (SELECT 1 FROM " + childTable + " WHERE " + childTable + ".image = image.id AND "
                        + condition.sql + ")",
                condition.values);
    }

    /** @param conditions at least one */
    public static SqlCondition all(Collection<SqlCondition> conditions) {
        return join(conditions, " AND ");
    }

    /** @param conditions at least one */
    public static SqlCondition any(Collection<SqlCondition> conditions) {
        return join(conditions, " OR ");
    }

    private static SqlCondition join(Collection<SqlCondition> conditions, String operator) {
        return new SqlCondition(
                conditions.stream().map(SqlCondition::sql).collect(Collectors.joining(operator, "(", ")")),
                conditions.stream()
                        .flatMap(condition -> condition.values.stream())
                        .toList());
    }

    public SqlCondition and(SqlCondition... others) {
        return all(with(others));
    }

    public SqlCondition or(SqlCondition... others) {
        return any(with(others));
    }

    private List<SqlCondition> with(SqlCondition... others) {
        return Stream.concat(Stream.of(this), Stream.of(others)).toList();
    }

    public SqlCondition not() {
        return new SqlCondition("NOT (" + sql + ")", values);
    }
}
