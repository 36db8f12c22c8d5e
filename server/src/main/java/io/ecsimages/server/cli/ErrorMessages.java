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
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.h2.api.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a person needs to know of a failure, in one line. */
final class ErrorMessages {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorMessages.class);

    private ErrorMessages() {}

    static String describe(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ImportException
                    || cause instanceof AdminException
                    || cause instanceof BackupException
                    || cause instanceof CommandException) {
                return message(cause);
            } else if (cause instanceof BindException) {
                return "the address is in use, or not of this machine; choose another with --host, --port, --management-host or --management-port";
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
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }

    /** What is wrong with a file, in words. */
    static String ofFile(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such file";
        } else if (failure instanceof FileAlreadyExistsException) {
            return "there is a file of this name";
        } else if (failure instanceof AccessDeniedException) {
            return "permission denied";
        } else if (failure instanceof CharacterCodingException) {
            return "it is not UTF-8";
        } else if (failure instanceof FileSystemException file) {
            return Objects.requireNonNullElse(file.getReason(), "the system refuses it");
        }
        return message(failure);
    }

    private static String message(Throwable failure) {
        return Objects.requireNonNullElse(
                failure.getMessage(), failure.getClass().getSimpleName());
    }

    /** Why tables could not be made, or brought up to date. */
    private static String ofMigration(FlywayException failure) {
        var code = failure.getErrorCode();
        if (code == CoreErrorCode.VALIDATE_ERROR) {
            return message(failure).contains("not resolved locally")
                    ? "the tables are those of a newer ecs-images; use that one"
                    : "the tables are not as ecs-images made them: " + firstLine(message(failure));
        } else if (code == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
            return "the database holds tables, and none of ecs-images; give it a database of its own";
        } else if (failure.getCause() instanceof SQLException sql) {
            return "the tables cannot be made, or brought up to date: " + firstLine(message(sql));
        }
        return "the tables cannot be made, or brought up to date: " + firstLine(message(failure));
    }

    /** What a database says, in words that are the same for all of them. */
    static String ofDatabase(SQLException failure) {
        LOG.debug("failed", failure);
        var message = firstLine(message(failure));
        if (failure.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
            return "another program has the data open, and cannot be reached";
        } else if (SqlErrors.isRefusedLogin(failure)) {
            return "the database refuses the user or the password: " + message;
        } else if (SqlErrors.isMissingDatabase(failure)) {
            return "there is no such database: " + message;
        } else if (SqlErrors.isConflict(failure)) {
            return "somebody else changed the same at the same time; try again";
        } else if (SqlErrors.findUnavailable(failure).isPresent()) {
            return "the database cannot be reached: " + message;
        }
        return "the database failed: " + message;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
