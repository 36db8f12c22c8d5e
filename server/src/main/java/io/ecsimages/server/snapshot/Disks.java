package io.ecsimages.server.snapshot;

import io.ecsimages.server.model.DiskDeviceMapping;
import io.ecsimages.server.model.DiskType;
import io.ecsimages.server.model.Image;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The disks of images: their types, sizes and devices. */
public final class Disks {

    /** The size of a disk of unknown size, in GiB. */
    public static final int DEFAULT_SIZE = 20;

    private static final String SYSTEM_DEVICE = "/dev/xvda";
    private static final Set<String> SYSTEM_DEVICES = Set.of(SYSTEM_DEVICE, "/dev/vda");

    private Disks() {}

    public static List<DiskDeviceMapping> of(Image image) {
        return image.getDiskDeviceMappings().getDiskDeviceMapping();
    }

    public static boolean isSystemDevice(String device) {
        return SYSTEM_DEVICES.contains(device);
    }

    /** Returns the type of a disk; without one, that of its device. */
    public static DiskType type(DiskDeviceMapping disk) {
        var type = disk.getType();
        boolean isSystem = (type == null || type.isEmpty())
                ? isSystemDevice(disk.getDevice())
                : type.equals(DiskType.SYSTEM.getValue());
        return isSystem ? DiskType.SYSTEM : DiskType.DATA;
    }

    /** Returns the size of a disk in GiB; 0 if it has none. */
    public static int size(DiskDeviceMapping disk) {
        return disk.getSize().matches("\\d{1,9}") ? Integer.parseInt(disk.getSize()) : 0;
    }

    /** Names the disks that have no device: the system disk, and each data disk with the next free device. */
    public static void nameDevices(List<DiskDeviceMapping> disks) {
        var used = disks.stream().map(DiskDeviceMapping::getDevice).collect(Collectors.toCollection(HashSet::new));
        for (DiskDeviceMapping disk : disks) {
            if (disk.getDevice().isEmpty()) {
                disk.device(type(disk) == DiskType.SYSTEM ? SYSTEM_DEVICE : nextFree(used));
                used.add(disk.getDevice());
            }
        }
    }

    private static String nextFree(Set<String> used) {
        return IntStream.rangeClosed('b', 'z')
                .mapToObj(letter -> "/dev/xvd" + (char) letter)
                .filter(device -> !used.contains(device))
                .findFirst()
                .orElseThrow();
    }

    public static boolean haveEqualDevices(List<DiskDeviceMapping> disks) {
        return disks.stream().map(DiskDeviceMapping::getDevice).distinct().count() < disks.size();
    }
}
