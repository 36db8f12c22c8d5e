package io.ecsimages.server.snapshot;

import io.ecsimages.server.model.DiskDeviceMapping;
import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.store.ImageSnapshotRepository;
import io.ecsimages.server.write.ImageEditor;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The snapshots of the disks of images. */
@Singleton
public class DiskSnapshots {

    private static final String SYSTEM = "system";
    private static final String DATA = "data";

    private final ImageEditor editor;
    private final SnapshotRepository snapshots;
    private final ImageSnapshotRepository imageSnapshots;

    DiskSnapshots(ImageEditor editor, SnapshotRepository snapshots, ImageSnapshotRepository imageSnapshots) {
        this.editor = editor;
        this.snapshots = snapshots;
        this.imageSnapshots = imageSnapshots;
    }

    /** Returns the snapshots of the disks of an account's image, each once, with the creation time of the image. */
    List<Snapshot> of(ImageEntity image) {
        var byId = new LinkedHashMap<String, Snapshot>();
        var disks = editor.read(image).getDiskDeviceMappings().getDiskDeviceMapping();
        for (int i = 0; i < disks.size(); i++) {
            var disk = disks.get(i);
            if (!disk.getSnapshotId().isEmpty()) {
                byId.putIfAbsent(disk.getSnapshotId(), snapshot(image, disk, i == 0 ? SYSTEM : DATA));
            }
        }
        return List.copyOf(byId.values());
    }

    private static Snapshot snapshot(ImageEntity image, DiskDeviceMapping disk, String defaultType) {
        return Snapshot.ofDisk(
                Objects.requireNonNull(image.ownerId()),
                image.regionId(),
                disk.getSnapshotId(),
                disk.getSize(),
                type(disk.getType(), defaultType),
                Boolean.TRUE.equals(disk.getEncrypted()),
                image.creationTime());
    }

    private static String type(@Nullable String type, String defaultType) {
        var lowerCase = Objects.requireNonNullElse(type, "").toLowerCase(Locale.ROOT);
        return lowerCase.equals(SYSTEM) || lowerCase.equals(DATA) ? lowerCase : defaultType;
    }

    /** Stores the snapshots that no other image of the account has, so that they remain when the image is deleted. */
    public void keep(ImageEntity image) {
        var ofImage = of(image);
        if (ofImage.isEmpty()) {
            return;
        }
        long account = Objects.requireNonNull(image.ownerId());
        var ids = ofImage.stream().map(Snapshot::snapshotId).toList();
        var kept = new HashSet<>(imageSnapshots.ofOtherImages(account, image.regionId(), image.key(), ids));
        snapshots.findByAccountIdAndRegionIdAndSnapshotIdIn(account, image.regionId(), ids).stream()
                .map(Snapshot::snapshotId)
                .forEach(kept::add);
        snapshots.saveAll(ofImage.stream()
                .filter(snapshot -> !kept.contains(snapshot.snapshotId()))
                .toList());
    }
}
