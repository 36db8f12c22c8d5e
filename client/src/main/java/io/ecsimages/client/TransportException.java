package io.ecsimages.client;

/**
 * No response came from the service: no connection, an untrusted certificate, or a timeout. The message names the endpoint,
 * the reason, and what to do. The service may still have executed the request.
 */
public final class TransportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TransportException(String message, Throwable cause) {
        super(message, cause);
    }
}
