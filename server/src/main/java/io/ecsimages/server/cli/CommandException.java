package io.ecsimages.server.cli;

/** Reports that a command failed; the message is for the user. */
final class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandException(String message) {
        super(message, null, false, false);
    }
}
