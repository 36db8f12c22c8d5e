package io.ecsimages.server.error;

import io.ecsimages.server.api.ApiError;
import io.micronaut.core.annotation.Nullable;
import java.time.Duration;

/** An error of the contract, as the answer to the request at hand. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ApiError error;

    @Nullable
    private final transient Duration retryAfter;

    public ApiException(ApiError error) {
        this(error, "");
    }

    /** @param detail what follows the contract's message; it goes to the caller */
    public ApiException(ApiError error, String detail) {
        this(error, detail, null);
    }

    /** @param retryAfter after how long the same request may be let in */
    public ApiException(ApiError error, Duration retryAfter) {
        this(error, "", retryAfter);
    }

    private ApiException(ApiError error, String detail, @Nullable Duration retryAfter) {
        super(error.message() + detail, null, false, false);
        this.error = error;
        this.retryAfter = retryAfter;
    }

    public ApiError error() {
        return error;
    }

    /** After how long the same request may be let in, where that is known. */
    @Nullable
    public Duration retryAfter() {
        return retryAfter;
    }
}
