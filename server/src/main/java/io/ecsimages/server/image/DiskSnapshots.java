package io.ecsimages.server.image;

import io.ecsimages.server.model.DiskDeviceMapping;
import io.ecsimages.server.model.Image;
import io.ecsimages.server.snapshot.Snapshot;
import io.ecsimages.server.snapshot.SnapshotRepository;
import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.store.ImageRepository;
import io.ecsimages.server.write.ImageEditor;
import io.ecsimages.server.write.ResourceIds;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The snapshots of the disks of images: creates, finds and deletes them. */
@Singleton
class DiskSnapshots {

    /**
     * A snapshot that the server knows.
     *
     * @param size the size of its disk in GiB
     * @param type the type of its disk
     */
    record KnownSnapshot(int size, String type, boolean encrypted) {}

    private final SnapshotRepository snapshots;
    private final ImageEditor editor;
    private final ImageRepository images;
    private final ResourceIds ids;

    DiskSnapshots(SnapshotRepository snapshots, ImageEditor editor, ImageRepository images, ResourceIds ids) {
        this.snapshots = snapshots;
        this.editor = editor;
        this.images = images;
        this.ids = ids;
    }

    /** Gives each disk a new SnapshotId. */
    void assign(List<DiskDeviceMapping> disks, String regionId) {
        disks.forEach(disk -> disk.snapshotId(ids.snapshot(regionId)));
    }

    /**
     * Saves the snapshots that {@link #assign} gave to the disks of a new image.
     *
     * @param instanceId the instance of the disks, or null
     */
    void save(ImageEntity entity, Image image, @Nullable String instanceId) {
        snapshots.saveAll(Disks.of(image).stream()
                .map(disk -> Snapshot.ofDisk(
                                Objects.requireNonNull(entity.ownerId()),
                                entity.regionId(),
                                disk.getSnapshotId(),
                                String.valueOf(Disks.size(disk)),
                                Disks.type(disk).getValue(),
                                Boolean.TRUE.equals(disk.getEncrypted()),
                                entity.creationTime())
                        .ofInstance(Objects.requireNonNullElse(instanceId, "")))
                .toList());
    }

    /** Deletes the snapshots of an image that a write created. */
    void delete(ImageEntity image) {
        var snapshotIds = Disks.of(editor.read(image)).stream()
                .map(DiskDeviceMapping::getSnapshotId)
                .toList();
        if (!snapshotIds.isEmpty()) {
            snapshots.deleteByAccountIdAndRegionIdAndSnapshotIdIn(
                    Objects.requireNonNull(image.ownerId()), image.regionId(), snapshotIds);
        }
    }

    /** Finds a snapshot of an account that a write created, or that an image of the account has. */
    Optional<KnownSnapshot> find(String snapshotId, String regionId, long account) {
        var created = snapshots.findByAccountIdAndRegionIdAndSnapshotIdIn(account, regionId, List.of(snapshotId));
        return created.isEmpty()
                ? images.findOwnedWithSnapshot(account, regionId, snapshotId).stream()
                        .findFirst()
                        .map(image -> ofImage(image, snapshotId))
                : Optional.of(known(created.get(0)));
    }

    private static KnownSnapshot known(Snapshot snapshot) {
        return new KnownSnapshot(
                Integer.parseInt(snapshot.sourceDiskSize()), snapshot.sourceDiskType(), snapshot.encrypted());
    }

    private KnownSnapshot ofImage(ImageEntity image, String snapshotId) {
        return Disks.of(editor.read(image)).stream()
                .filter(disk -> disk.getSnapshotId().equals(snapshotId))
                .findFirst()
                .map(disk -> new KnownSnapshot(
                        Disks.size(disk), Disks.type(disk).getValue(), Boolean.TRUE.equals(disk.getEncrypted())))
                .orElseThrow();
    }
}
