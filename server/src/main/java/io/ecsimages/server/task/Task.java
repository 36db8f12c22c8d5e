package io.ecsimages.server.task;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Duration;
import java.time.LocalDateTime;

/**
 * A task, which ends by the passage of time.
 *
 * @param taskId the TaskId
 * @param accountId the account that began it
 * @param regionId its region
 * @param action the operation that began it: {@link #IMPORT} or {@link #EXPORT}
 * @param imageId the image that it imports or exports
 * @param creationTime when it began, in UTC
 * @param finishedTime when it ends, in UTC
 * @param failed whether it fails
 * @param ossBucket the OSS bucket of the file; of several files, the first
 * @param ossObject the OSS object of that file
 * @param imageFormat the format of that file
 */
@MappedEntity(value = "task", escape = false)
public record Task(
        @Id String taskId,
        long accountId,
        String regionId,
        String action,
        String imageId,
        LocalDateTime creationTime,
        LocalDateTime finishedTime,
        boolean failed,
        String ossBucket,
        String ossObject,
        String imageFormat) {

    public static final String IMPORT = "ImportImage";
    public static final String EXPORT = "ExportImage";

    /** Returns whether the task has ended at a time, in UTC. */
    public boolean isFinishedAt(LocalDateTime time) {
        return !time.isBefore(finishedTime);
    }

    /** Returns the progress at a time, in percent; 100 if the task has ended. */
    public int progressAt(LocalDateTime time) {
        if (isFinishedAt(time)) {
            return 100;
        }
        long done = Duration.between(creationTime, time).toMillis();
        long whole = Duration.between(creationTime, finishedTime).toMillis();
        return (int) Math.max(0, Math.min(99, 100 * done / Math.max(1, whole)));
    }
}
