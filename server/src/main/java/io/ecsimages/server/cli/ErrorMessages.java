package io.ecsimages.server.cli;

import io.ecsimages.server.admin.AdminException;
import io.ecsimages.server.backup.BackupException;
import io.ecsimages.server.database.SqlErrors;
import io.ecsimages.server.transfer.ImportException;
import java.io.IOException;
import java.net.BindException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.regex.Pattern;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.h2.api.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Describes failures to the user in one line. */
final class ErrorMessages {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorMessages.class);

    /** A part of the message of Micronaut about a property that it cannot convert. */
    private static final Pattern WRONG_PROPERTY =
            Pattern.compile("Error resolving property value \\[([^\\]]+)]\\. Unable to convert value \\[([^\\]]*)]");

    private ErrorMessages() {}

    /** Describes wrong arguments. */
    static String ofUsage(ParameterException failure) {
        var message = firstLine(message(failure));
        if (failure instanceof UnmatchedArgumentException unmatched) {
            var argument = unmatched.getUnmatched().get(0);
            var suggestions = unmatched.getSuggestions();
            message = (unmatched.isUnknownOption() ? "unknown option " : "unexpected argument ")
                    + argument
                    + (suggestions.isEmpty() ? "" : "; did you mean " + suggestions.get(0) + "?");
        }
        return lowerCaseFirst(message);
    }

    static String describe(Throwable failure) {
        if (isShuttingDown()) {
            return "interrupted";
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ImportException
                    || cause instanceof AdminException
                    || cause instanceof BackupException
                    || cause instanceof CommandException) {
                return message(cause);
            } else if (cause instanceof BindException) {
                return "the address is in use or not on this machine; choose another with --host, --port, --management-host or --management-port";
            } else if (cause instanceof FileSystemException file) {
                return file.getFile() + ": " + ofFile(file);
            } else if (cause instanceof FlywayException flyway) {
                return ofMigration(flyway);
            } else if (cause instanceof SQLException sql) {
                return ofDatabase(sql);
            }
        }
        LOG.debug("failed", failure);
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        var property = WRONG_PROPERTY.matcher(message(root));
        return property.find()
                ? "the property " + property.group(1) + " cannot be '" + property.group(2) + "'"
                : root.getClass().getSimpleName() + ": " + firstLine(message(root));
    }

    /** Describes a failure of a file. */
    static String ofFile(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file";
        } else if (failure instanceof FileAlreadyExistsException) {
            return "the file already exists";
        } else if (failure instanceof AccessDeniedException) {
            return "permission denied";
        } else if (failure instanceof CharacterCodingException) {
            return "the file is not UTF-8";
        } else if (failure instanceof FileSystemException file) {
            return Objects.requireNonNullElse(file.getReason(), "the operating system reports an error");
        }
        return message(failure);
    }

    private static String message(Throwable failure) {
        return Objects.requireNonNullElse(
                failure.getMessage(), failure.getClass().getSimpleName());
    }

    /** Describes why the tables could not be created or migrated. */
    private static String ofMigration(FlywayException failure) {
        var code = failure.getErrorCode();
        if (code == CoreErrorCode.VALIDATE_ERROR) {
            return message(failure).contains("not resolved locally")
                    ? "the tables belong to a newer version of ecs-images; use that version"
                    : "the tables differ from those that ecs-images creates: " + firstLine(message(failure));
        } else if (code == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
            return "the database contains other tables; create a separate database for ecs-images";
        } else if (failure.getCause() instanceof SQLException sql) {
            return "the tables cannot be created or migrated: " + firstLine(message(sql));
        }
        return "the tables cannot be created or migrated: " + firstLine(message(failure));
    }

    /** Describes a database error in the same words for all databases. */
    static String ofDatabase(SQLException failure) {
        LOG.debug("failed", failure);
        var message = firstLine(message(failure));
        if (failure.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
            return "another program has the catalogue open and cannot be reached";
        } else if (SqlErrors.isRefusedLogin(failure)) {
            return "the database rejects the user or the password: " + message;
        } else if (SqlErrors.isMissingDatabase(failure)) {
            return "the database does not exist: " + message;
        } else if (SqlErrors.isConflict(failure)) {
            return "another program changed the same rows at the same time; try again";
        } else if (SqlErrors.findUnavailable(failure).isPresent()) {
            return "the database cannot be reached: " + message;
        }
        return "the database failed: " + message;
    }

    /** Whether a signal ends the program: its shutdown hooks have closed the database. */
    private static boolean isShuttingDown() {
        try {
            var hook = new Thread();
            Runtime.getRuntime().addShutdownHook(hook);
            Runtime.getRuntime().removeShutdownHook(hook);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private static String lowerCaseFirst(String message) {
        return message.isEmpty() ? "" : Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
