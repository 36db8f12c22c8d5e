package io.ecsimages.server.admin;

/** Reports a change that an image does not allow; the message names the image and the reason. */
public final class AdminException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AdminException(String imageId, String reason) {
        super(imageId + ": " + reason);
    }
}
