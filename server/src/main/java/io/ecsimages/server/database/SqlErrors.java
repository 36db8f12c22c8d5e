package io.ecsimages.server.database;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Classifies failures of a database by exception class and SQLState, which all drivers agree on. */
public final class SqlErrors {

    /** PostgreSQL: shut down by the administrator, crashed, starting up; only reads are possible. */
    private static final Set<String> SHUTDOWN_OR_STARTUP = Set.of("57P01", "57P02", "57P03", "25006");

    private static final int MARIADB_UNKNOWN_DATABASE = 1049;

    /** MySQL asks an unknown user for a password in a way that the driver may not support. */
    private static final int MYSQL_UNKNOWN_LOGIN = 1251;

    private SqlErrors() {}

    /** Finds a temporary failure: unreachable, no more connections, read-only, or a conflict. */
    public static Optional<SQLException> findUnavailable(Throwable failure) {
        return first(
                failure,
                sql -> sql instanceof SQLNonTransientConnectionException
                        || sql instanceof SQLTransientConnectionException
                        || sql instanceof SQLRecoverableException
                        || hasClass(sql, "08")
                        || hasClass(sql, "40")
                        || hasClass(sql, "53")
                        || SHUTDOWN_OR_STARTUP.contains(sql.getSQLState()));
    }

    /** The key exists already. */
    public static boolean isDuplicate(Throwable failure) {
        return first(failure, sql -> hasClass(sql, "23")).isPresent();
    }

    /** A value does not fit its column, or violates a constraint. */
    public static boolean isBadData(SQLException failure) {
        return hasClass(failure, "22") || hasClass(failure, "23");
    }

    /** A concurrent transaction changed the same rows: a retry may succeed. */
    public static boolean isConflict(Throwable failure) {
        return first(failure, sql -> hasClass(sql, "40")).isPresent();
    }

    /** The user does not exist, or the password is wrong. */
    public static boolean isRefusedLogin(SQLException failure) {
        return hasClass(failure, "28") || failure.getErrorCode() == MYSQL_UNKNOWN_LOGIN;
    }

    public static boolean isMissingDatabase(SQLException failure) {
        return hasClass(failure, "3D") || failure.getErrorCode() == MARIADB_UNKNOWN_DATABASE;
    }

    private static boolean hasClass(SQLException sql, String stateClass) {
        return sql.getSQLState() != null && sql.getSQLState().startsWith(stateClass);
    }

    private static Optional<SQLException> first(Throwable failure, Predicate<SQLException> condition) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .filter(condition)
                .findFirst();
    }
}
