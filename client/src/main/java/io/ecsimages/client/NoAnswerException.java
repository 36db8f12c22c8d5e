package io.ecsimages.client;

import java.util.Objects;

/**
 * The service did not answer: there was no connection, no trust in its certificate, or no answer in time. Whether it did
 * what it was asked to is not known.
 */
public final class NoAnswerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NoAnswerException(Throwable cause) {
        super("no answer: " + reason(cause), cause);
    }

    /** What the first cause says, or is. */
    private static String reason(Throwable failure) {
        if (failure.getCause() != null) {
            return reason(failure.getCause());
        }
        return Objects.requireNonNullElse(
                failure.getMessage(), failure.getClass().getSimpleName());
    }
}
