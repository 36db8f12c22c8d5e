package io.ecsimages.server.transfer;

/** Reports a dump that cannot be imported; the message names the location in the dump and the reason. */
public final class ImportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ImportException(String location, String reason) {
        super(location + ": " + reason.lines().findFirst().orElse(""));
    }
}
