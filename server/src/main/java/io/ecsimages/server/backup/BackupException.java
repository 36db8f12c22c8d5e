package io.ecsimages.server.backup;

/** Reports a backup that cannot be restored; the message names the file and the reason. */
public final class BackupException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BackupException(String file, String reason) {
        super(file + ": " + reason);
    }
}
