package io.ecsimages.server.task;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.LocalDateTime;

/**
 * A task, which ends by the passage of time.
 *
 * @param taskId the TaskId
 * @param accountId the account that began it
 * @param regionId its region
 * @param action the operation that began it: ImportImage or ExportImage
 * @param imageId the image that it imports or exports
 * @param creationTime when it began, in UTC
 * @param finishedTime when it ends, in UTC
 * @param failed whether it fails
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
        boolean failed) {

    /** Returns whether the task has ended at a time, in UTC. */
    public boolean isFinishedAt(LocalDateTime time) {
        return !time.isBefore(finishedTime);
    }
}
