package io.ecsimages.server.cli;

/** What a command cannot do; the message is for the person who asked for it. */
final class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandException(String message) {
        super(message, null, false, false);
    }
}
