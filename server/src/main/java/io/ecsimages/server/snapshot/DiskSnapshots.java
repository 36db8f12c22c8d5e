package io.ecsimages.server.snapshot;

import io.ecsimages.server.model.DiskDeviceMapping;
import io.ecsimages.server.model.Image;
import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.store.ImageRepository;
import io.ecsimages.server.store.ImageSnapshotRepository;
import io.ecsimages.server.write.ImageEditor;
import io.ecsimages.server.write.ResourceIds;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The snapshots of the disks of images: creates, finds, keeps and deletes them. */
@Singleton
public class DiskSnapshots {

    private final SnapshotRepository snapshots;
    private final ImageSnapshotRepository imageSnapshots;
    private final ImageRepository images;
    private final ImageEditor editor;
    private final ResourceIds ids;

    DiskSnapshots(
            SnapshotRepository snapshots,
            ImageSnapshotRepository imageSnapshots,
            ImageRepository images,
            ImageEditor editor,
            ResourceIds ids) {
        this.snapshots = snapshots;
        this.imageSnapshots = imageSnapshots;
        this.images = images;
        this.editor = editor;
        this.ids = ids;
    }

    /** Gives each disk a new SnapshotId. */
    public void assign(List<DiskDeviceMapping> disks, String regionId) {
        disks.forEach(disk -> disk.snapshotId(ids.snapshot(regionId)));
    }

    /**
     * Saves the snapshots that {@link #assign} gave to the disks of a new image.
     *
     * @param instanceId the instance of the disks, or null
     */
    public void save(ImageEntity entity, Image image, @Nullable String instanceId) {
        snapshots.saveAll(of(entity, image).stream()
                .map(snapshot -> snapshot.ofInstance(Objects.requireNonNullElse(instanceId, "")))
                .toList());
    }

    /** Saves the snapshots that no other image of the account has, so that they remain when an image is deleted. */
    public void keep(ImageEntity image) {
        var ofImage = of(image);
        if (ofImage.isEmpty()) {
            return;
        }
        var others = new HashSet<>(
                imageSnapshots.ofOtherImages(owner(image), image.regionId(), image.key(), idsOf(ofImage)));
        var saved = idsOf(find(image, ofImage));
        snapshots.saveAll(ofImage.stream()
                .filter(snapshot -> !others.contains(snapshot.snapshotId()) && !saved.contains(snapshot.snapshotId()))
                .toList());
    }

    /** Deletes the snapshots of an image that a write created. */
    public void delete(ImageEntity image) {
        var ofImage = of(image);
        if (!ofImage.isEmpty()) {
            snapshots.deleteAll(find(image, ofImage));
        }
    }

    /** Finds a snapshot of an account that a write created, or that an image of the account has. */
    public Optional<Snapshot> find(String snapshotId, String regionId, long account) {
        return snapshots.findByAccountIdAndRegionIdAndSnapshotIdIn(account, regionId, List.of(snapshotId)).stream()
                .findFirst()
                .or(() -> images.findOwnedWithSnapshot(account, regionId, snapshotId).stream()
                        .flatMap(image -> of(image).stream())
                        .filter(snapshot -> snapshot.snapshotId().equals(snapshotId))
                        .findFirst());
    }

    /** Returns the saved ones of the snapshots of an image, which are at least one. */
    private List<Snapshot> find(ImageEntity image, List<Snapshot> ofImage) {
        return snapshots.findByAccountIdAndRegionIdAndSnapshotIdIn(owner(image), image.regionId(), idsOf(ofImage));
    }

    /** Returns the snapshots of the disks of an account's image, each once, with the creation time of the image. */
    List<Snapshot> of(ImageEntity image) {
        return of(image, editor.read(image));
    }

    private static List<Snapshot> of(ImageEntity entity, Image image) {
        var byId = new LinkedHashMap<String, Snapshot>();
        for (DiskDeviceMapping disk : Disks.of(image)) {
            if (!disk.getSnapshotId().isEmpty()) {
                byId.putIfAbsent(disk.getSnapshotId(), snapshot(entity, disk));
            }
        }
        return List.copyOf(byId.values());
    }

    private static Snapshot snapshot(ImageEntity image, DiskDeviceMapping disk) {
        return Snapshot.ofDisk(
                owner(image),
                image.regionId(),
                disk.getSnapshotId(),
                String.valueOf(Disks.size(disk)),
                Disks.type(disk).getValue(),
                Boolean.TRUE.equals(disk.getEncrypted()),
                image.creationTime());
    }

    private static long owner(ImageEntity image) {
        return Objects.requireNonNull(image.ownerId());
    }

    private static Collection<String> idsOf(List<Snapshot> snapshots) {
        return snapshots.stream().map(Snapshot::snapshotId).collect(Collectors.toSet());
    }
}
