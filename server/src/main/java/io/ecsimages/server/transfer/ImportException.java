package io.ecsimages.server.transfer;

/** A dump that cannot be taken; the message names the place in it and the reason, for the person who imports it. */
public final class ImportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ImportException(String place, String reason) {
        super(place + ": " + reason.lines().findFirst().orElse(""));
    }
}
