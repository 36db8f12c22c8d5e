package io.ecsimages.server.image;

import static io.ecsimages.server.image.NewImages.orEmpty;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.CreateImageRequest;
import io.ecsimages.server.model.DiskDeviceMapping;
import io.ecsimages.server.model.DiskToCreate;
import io.ecsimages.server.model.DiskType;
import io.ecsimages.server.snapshot.DiskSnapshots;
import io.ecsimages.server.snapshot.Disks;
import io.ecsimages.server.snapshot.Snapshot;
import io.ecsimages.server.write.DeclaredResources;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Determines the disks of the image that CreateImage creates: from an instance, several disks or a snapshot. */
@Singleton
class SourceDisks {

    /** A disk of the request, its snapshot if the server knows it, and its type. */
    private record SourceDisk(DiskToCreate request, Optional<Snapshot> snapshot, DiskType type) {

        boolean isSystem() {
            return type == DiskType.SYSTEM;
        }

        /** Whether the device, if the request has one, is that of a disk of this type. */
        boolean fitsDevice() {
            return request.getDevice() == null || Disks.isSystemDevice(request.getDevice()) == isSystem();
        }

        boolean isTooSmall() {
            return request.getSize() != null && snapshot.isPresent() && request.getSize() < size(snapshot.get());
        }

        DiskDeviceMapping toDisk() {
            int size = request.getSize() != null
                    ? request.getSize()
                    : snapshot.map(SourceDisks::size).orElse(Disks.DEFAULT_SIZE);
            return disk(type, size, orEmpty(request.getSnapshotId()), snapshot).device(orEmpty(request.getDevice()));
        }
    }

    private final DiskSnapshots snapshots;
    private final DeclaredResources declared;

    SourceDisks(DiskSnapshots snapshots, DeclaredResources declared) {
        this.snapshots = snapshots;
        this.declared = declared;
    }

    /**
     * Returns the disks of the new image, the system disk first. A disk of an instance has no SnapshotId yet.
     *
     * @throws ApiException the error of a source that is missing, unknown or inconsistent
     */
    List<DiskDeviceMapping> of(CreateImageRequest request, long account) {
        var disks = new ArrayList<DiskDeviceMapping>();
        if (request.getInstanceId() != null) {
            disks.add(ofInstance(request.getInstanceId()));
        } else if (request.getDiskDeviceMapping() != null) {
            disks.addAll(ofMappings(request.getDiskDeviceMapping(), request.getRegionId(), account));
        } else if (request.getSnapshotId() != null) {
            disks.add(ofSnapshot(request.getSnapshotId(), request.getRegionId(), account));
        } else {
            throw new ApiException(ApiError.MISSING_PARAMETER_SOURCE);
        }
        Disks.nameDevices(disks);
        return disks;
    }

    private DiskDeviceMapping ofInstance(String instanceId) {
        if (!declared.contains(instanceId)) {
            throw new ApiException(ApiError.INVALID_INSTANCE_ID_NOT_FOUND);
        }
        return disk(DiskType.SYSTEM, Disks.DEFAULT_SIZE, "", Optional.empty());
    }

    private DiskDeviceMapping ofSnapshot(String snapshotId, String regionId, long account) {
        var snapshot = find(snapshotId, regionId, account);
        return disk(DiskType.SYSTEM, snapshot.map(SourceDisks::size).orElse(Disks.DEFAULT_SIZE), snapshotId, snapshot);
    }

    private List<DiskDeviceMapping> ofMappings(List<DiskToCreate> mappings, String regionId, long account) {
        var disks = new ArrayList<SourceDisk>();
        for (DiskToCreate mapping : mappings) {
            var snapshot = orEmpty(mapping.getSnapshotId()).isEmpty()
                    ? Optional.<Snapshot>empty()
                    : find(mapping.getSnapshotId(), regionId, account);
            disks.add(new SourceDisk(mapping, snapshot, type(mapping, snapshot, disks.isEmpty())));
        }
        checkSystemDisk(disks);
        checkDevicesAndSizes(disks);
        return disks.stream()
                .sorted(Comparator.comparing(disk -> !disk.isSystem()))
                .map(SourceDisk::toDisk)
                .toList();
    }

    /**
     * Finds a snapshot; empty if it is declared only.
     *
     * @throws ApiException InvalidSnapshotId.NotFound
     */
    private Optional<Snapshot> find(String snapshotId, String regionId, long account) {
        var snapshot = snapshots.find(snapshotId, regionId, account);
        if (snapshot.isEmpty() && !declared.contains(snapshotId)) {
            throw new ApiException(ApiError.INVALID_SNAPSHOT_ID_NOT_FOUND);
        }
        return snapshot;
    }

    private static DiskType type(DiskToCreate mapping, Optional<Snapshot> snapshot, boolean first) {
        if (mapping.getDiskType() != null) {
            return mapping.getDiskType();
        } else if (mapping.getDevice() != null) {
            return Disks.isSystemDevice(mapping.getDevice()) ? DiskType.SYSTEM : DiskType.DATA;
        }
        return snapshot.map(known -> DiskType.fromValue(known.sourceDiskType()))
                .orElse(first ? DiskType.SYSTEM : DiskType.DATA);
    }

    private static int size(Snapshot snapshot) {
        return Integer.parseInt(snapshot.sourceDiskSize());
    }

    private static void checkSystemDisk(List<SourceDisk> disks) {
        var system = disks.stream().filter(SourceDisk::isSystem).toList();
        if (system.size() > 1) {
            throw new ApiException(ApiError.OPERATION_DENIED_SYSTEM_DISKS);
        } else if (system.isEmpty()
                || orEmpty(system.get(0).request.getSnapshotId()).isEmpty()) {
            throw new ApiException(ApiError.OPERATION_DENIED_NO_SYSTEM_DISK);
        }
    }

    private static void checkDevicesAndSizes(List<SourceDisk> disks) {
        var devices = disks.stream()
                .map(disk -> disk.request.getDevice())
                .filter(device -> device != null)
                .toList();
        if (!disks.stream().allMatch(SourceDisk::fitsDevice)) {
            throw new ApiException(ApiError.INVALID_DEVICE_MALFORMED);
        } else if (devices.stream().distinct().count() < devices.size()) {
            throw new ApiException(ApiError.INVALID_DEVICE_IN_USE);
        } else if (disks.stream().anyMatch(SourceDisk::isTooSmall)) {
            throw new ApiException(ApiError.INVALID_SIZE_VALUE_NOT_SUPPORTED);
        }
    }

    private static DiskDeviceMapping disk(DiskType type, int size, String snapshotId, Optional<Snapshot> snapshot) {
        return new DiskDeviceMapping()
                .type(type.getValue())
                .size(String.valueOf(size))
                .snapshotId(snapshotId)
                .format("")
                .encrypted((snapshot.isPresent() && snapshot.get().encrypted()) ? true : null);
    }
}
