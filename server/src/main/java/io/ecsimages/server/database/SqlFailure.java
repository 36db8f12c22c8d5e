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

/** What a failure of the database means, by its class and its SQLState: drivers agree on no more. */
public final class SqlFailure {

    /** PostgreSQL: shut down by its administrator, crashed, starting up; the standby went. */
    private static final Set<String> GOING_OR_COMING = Set.of("57P01", "57P02", "57P03", "25006");

    private static final int MARIADB_UNKNOWN_DATABASE = 1049;

    /** MySQL asks a user that it does not know for a password in a way that the driver may not know. */
    private static final int MYSQL_UNKNOWN_LOGIN = 1251;

    private SqlFailure() {}

    /** The database cannot be reached, takes no more connections, only lets read, or gave way to others: it may pass. */
    public static Optional<SQLException> unavailable(Throwable failure) {
        return first(
                failure,
                sql -> sql instanceof SQLNonTransientConnectionException
                        || sql instanceof SQLTransientConnectionException
                        || sql instanceof SQLRecoverableException
                        || hasClass(sql, "08")
                        || hasClass(sql, "40")
                        || hasClass(sql, "53")
                        || GOING_OR_COMING.contains(sql.getSQLState()));
    }

    /** Somebody else stored the same key before. */
    public static boolean isDuplicate(Throwable failure) {
        return first(failure, sql -> hasClass(sql, "23")).isPresent();
    }

    /** What is to be stored does not fit, or contradicts itself. */
    public static boolean isBadData(SQLException failure) {
        return hasClass(failure, "22") || hasClass(failure, "23");
    }

    /** Somebody else changed the same rows at the same time: doing it again may work. */
    public static boolean isConflict(Throwable failure) {
        return first(failure, sql -> hasClass(sql, "40")).isPresent();
    }

    /** There is no such user, or it has another password. */
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
