package io.ecsimages.client;

/**
 * The service did not answer: there was no connection, no trust in its certificate, or no answer in time. Whether it did
 * what it was asked to is not known.
 */
public final class NoAnswerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NoAnswerException(Throwable cause) {
        super("no answer: " + root(cause).getMessage(), cause);
    }

    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }
}
