package io.ecsimages.server.error;

import io.ecsimages.server.api.ApiError;

/** An error of the contract, as the answer to the request at hand. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ApiError error;

    public ApiException(ApiError error) {
        this(error, "");
    }

    /** @param detail what follows the contract's message; it goes to the caller */
    public ApiException(ApiError error, String detail) {
        super(error.message() + detail, null, false, false);
        this.error = error;
    }

    public ApiError error() {
        return error;
    }
}
