package io.ecsimages.server.snapshot;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.LocalDateTime;

/**
 * A snapshot that a write created.
 *
 * @param id the primary key; accounts and regions can have equal SnapshotIds
 * @param regionId the region
 * @param snapshotId the SnapshotId, unique in its account and region
 * @param accountId the owner
 * @param snapshotName the SnapshotName, or an empty string
 * @param description the Description, or an empty string
 * @param sourceDiskSize the size of its disk in GiB
 * @param sourceDiskType the type of its disk: system or data
 * @param encrypted whether it is encrypted
 * @param instanceId the instance of its disk, or an empty string
 * @param resourceGroupId the ResourceGroupId, or an empty string
 * @param creationTime when it was created, in UTC
 */
@MappedEntity(value = "snapshot", escape = false)
public record Snapshot(
        @Id @GeneratedValue @Nullable Long id,
        String regionId,
        String snapshotId,
        long accountId,
        String snapshotName,
        String description,
        String sourceDiskSize,
        String sourceDiskType,
        boolean encrypted,
        String instanceId,
        String resourceGroupId,
        LocalDateTime creationTime) {

    /**
     * Returns a new snapshot of a disk, without a name and a description.
     *
     * @param size the size of the disk in GiB
     * @param type the type of the disk: system or data
     * @param creationTime when it was created, in UTC
     */
    public static Snapshot ofDisk(
            long account,
            String regionId,
            String snapshotId,
            String size,
            String type,
            boolean encrypted,
            LocalDateTime creationTime) {
        return new Snapshot(null, regionId, snapshotId, account, "", "", size, type, encrypted, "", "", creationTime);
    }

    /** Returns the snapshot with the instance of its disk. */
    public Snapshot ofInstance(String newInstanceId) {
        return new Snapshot(
                id,
                regionId,
                snapshotId,
                accountId,
                snapshotName,
                description,
                sourceDiskSize,
                sourceDiskType,
                encrypted,
                newInstanceId,
                resourceGroupId,
                creationTime);
    }
}
