package io.ecsimages.server.cli;

import io.ecsimages.server.catalogue.ImportException;
import java.net.BindException;
import org.h2.api.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a person needs to know of a failure, in one line. */
final class Failure {

    private static final Logger LOG = LoggerFactory.getLogger(Failure.class);

    private Failure() {}

    static String describe(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ImportException || cause instanceof CommandException) {
                return cause.getMessage();
            } else if (cause instanceof BindException) {
                return "the address is in use, or not of this machine; choose another with --host, --port, --management-host or --management-port";
            } else if (cause instanceof java.nio.file.NoSuchFileException) {
                return cause.getMessage() + ": there is no such file";
            } else if (cause instanceof java.sql.SQLException sql
                    && sql.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
                return "another program has the data open, and cannot be reached";
            }
        }
        LOG.debug("failed", failure);
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }
}
