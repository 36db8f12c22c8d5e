package io.ecsimages.server.error;

import io.ecsimages.server.api.ApiError;
import io.micronaut.core.annotation.Nullable;
import java.time.Duration;

/** An error of the contract that becomes the response to the current request. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ApiError error;

    @Nullable
    private final transient Duration retryAfter;

    public ApiException(ApiError error) {
        this(error, "");
    }

    /** @param detail text appended to the message of the contract; the response contains it */
    public ApiException(ApiError error, String detail) {
        this(error, detail, null);
    }

    /** @param retryAfter the time after which the client may retry the request */
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

    /** Returns the time after which the client may retry the request, or null if unknown. */
    @Nullable
    public Duration retryAfter() {
        return retryAfter;
    }
}
