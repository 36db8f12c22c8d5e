package io.ecsimages.client;

import io.micronaut.core.annotation.Nullable;

/** An error that the service answered. */
public final class EcsImagesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String errorMessage;
    private final String requestId;
    private final String hostId;

    public EcsImagesException(
            int status, String code, String errorMessage, @Nullable String requestId, @Nullable String hostId) {
        super(code + ": " + errorMessage + " (HTTP " + status + ", request id " + requestId + ")");
        this.status = status;
        this.code = code;
        this.errorMessage = errorMessage;
        this.requestId = requestId;
        this.hostId = hostId;
    }

    /** @return the HTTP status */
    public int status() {
        return status;
    }

    /** @return the code, as the error table lists it; empty if the answer came from something else than the service */
    public String code() {
        return code;
    }

    /** @return the message of the service */
    public String errorMessage() {
        return errorMessage;
    }

    /** @return the id of the request, null if the answer has none */
    @Nullable
    public String requestId() {
        return requestId;
    }

    /** @return the host that answered, null if the answer names none */
    @Nullable
    public String hostId() {
        return hostId;
    }
}
