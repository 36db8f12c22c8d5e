package io.ecsimages.client;

import io.micronaut.core.annotation.Nullable;

/** An error response of the service. */
public final class EcsImagesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String errorMessage;

    @Nullable
    private final String requestId;

    @Nullable
    private final String hostId;

    public EcsImagesException(
            int status, String code, String errorMessage, @Nullable String requestId, @Nullable String hostId) {
        super(message(status, code, errorMessage, requestId));
        this.status = status;
        this.code = code;
        this.errorMessage = errorMessage;
        this.requestId = requestId;
        this.hostId = hostId;
    }

    private static String message(int status, String code, String errorMessage, @Nullable String requestId) {
        return (code.isEmpty() ? "" : code + ": ") + errorMessage + " (HTTP " + status
                + (requestId == null ? "" : ", request ID " + requestId) + ")";
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }

    /** Returns the error code, as the API's error table lists it; empty if the response is not from the service. */
    public String code() {
        return code;
    }

    /** Returns the error message of the service, or a description if the response is not from the service. */
    public String errorMessage() {
        return errorMessage;
    }

    /** Returns the request ID, null if the response has none. */
    @Nullable
    public String requestId() {
        return requestId;
    }

    /** Returns the ID of the host that responded, null if the response has none. */
    @Nullable
    public String hostId() {
        return hostId;
    }
}
