package io.ecsimages.apispec;

/** The document contradicts itself; the message says where. It fails the build. */
public final class InvalidContractException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidContractException(String message) {
        super("The OpenAPI document is wrong: " + message + ".");
    }
}
