package io.ecsimages.server.image;

import io.ecsimages.server.model.Features;
import io.ecsimages.server.model.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What an image can say that it can do, and where in its document it says so. An image that says nothing cannot. */
public enum Capability {
    IO_OPTIMIZED(Image::getIsSupportIoOptimized),
    CLOUDINIT(Image::getIsSupportCloudinit),
    USABLE(Image::getUsable),
    /** An image that says so is not usable, even while it is available. */
    NOT_USABLE(image -> image.getUsable() == null ? null : !image.getUsable()),
    CPU_ONLINE_UPGRADE(feature(Features::getCpuOnlineUpgrade)),
    CPU_ONLINE_DOWNGRADE(feature(Features::getCpuOnlineDowngrade)),
    MEMORY_ONLINE_UPGRADE(feature(Features::getMemoryOnlineUpgrade)),
    MEMORY_ONLINE_DOWNGRADE(feature(Features::getMemoryOnlineDowngrade));

    private final Function<Image, Boolean> says;

    Capability(Function<Image, Boolean> says) {
        this.says = says;
    }

    /** The names of what this image can do. */
    public static List<String> of(Image image) {
        var names = new ArrayList<String>();
        for (Capability capability : values()) {
            if (Boolean.TRUE.equals(capability.says.apply(image))) {
                names.add(capability.name());
            }
        }
        return names;
    }

    private static Function<Image, Boolean> feature(Function<Features, String> feature) {
        return image -> image.getFeatures() != null && "supported".equals(feature.apply(image.getFeatures()));
    }
}
