package io.ecsimages.server.image;

import io.ecsimages.server.model.DetectionOptions;
import io.ecsimages.server.model.DiskDeviceMapping;
import io.ecsimages.server.model.DiskDeviceMappings;
import io.ecsimages.server.model.Image;
import io.ecsimages.server.snapshot.Disks;
import io.micronaut.core.annotation.Nullable;
import java.util.List;

/** The fields of new images that several operations set in the same way. */
final class NewImages {

    private static final String I386 = "i386";
    private static final String CHECKED = "Finished";

    private NewImages() {}

    /**
     * Returns an image with an operating system.
     *
     * @param osType linux or windows
     */
    static Image of(String platform, String architecture, String osType) {
        int bits = architecture.equals(I386) ? 32 : 64;
        return new Image()
                .platform(platform)
                .architecture(architecture)
                .osType(osType)
                .osName(platform + " " + bits + "位")
                .osNameEn(platform + " " + bits + " bit")
                .isSupportIoOptimized(true)
                .isSupportCloudinit(true);
    }

    /** Sets the disks, the first of which is the system disk; the image has its size. */
    static void setDisks(Image image, List<DiskDeviceMapping> disks) {
        image.diskDeviceMappings(new DiskDeviceMappings().diskDeviceMapping(disks))
                .size(Disks.size(disks.get(0)));
    }

    /** Returns the result of the check that a request asks for, or null without a DetectionStrategy. */
    @Nullable
    static DetectionOptions detection(@Nullable Object strategy) {
        return strategy == null ? null : new DetectionOptions().status(CHECKED);
    }

    static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
