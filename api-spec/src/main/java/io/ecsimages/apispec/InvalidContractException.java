package io.ecsimages.apispec;

/** Fails the build because the OpenAPI document is inconsistent. The message names the place. */
public final class InvalidContractException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidContractException(String message) {
        super("The OpenAPI document is invalid: " + message + ".");
    }
}
