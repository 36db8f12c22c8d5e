package io.ecsimages.server.store;

import io.ecsimages.server.model.Features;
import io.ecsimages.server.model.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What an image can support, as its document says. An image that does not mention a capability does not have it. */
public enum ImageCapability {
    IO_OPTIMIZED("IsSupportIoOptimized", Image::getIsSupportIoOptimized),
    CLOUDINIT("IsSupportCloudinit", Image::getIsSupportCloudinit),
    USABLE("Usable", Image::getUsable),
    /** The document says that the image is not usable, even while it is Available. */
    NOT_USABLE("Usable", image -> Boolean.FALSE.equals(image.getUsable())),
    CPU_ONLINE_UPGRADE("Filter CpuOnlineUpgrade", feature(Features::getCpuOnlineUpgrade)),
    CPU_ONLINE_DOWNGRADE("Filter CpuOnlineDowngrade", feature(Features::getCpuOnlineDowngrade)),
    MEMORY_ONLINE_UPGRADE("Filter MemoryOnlineUpgrade", feature(Features::getMemoryOnlineUpgrade)),
    MEMORY_ONLINE_DOWNGRADE("Filter MemoryOnlineDowngrade", feature(Features::getMemoryOnlineDowngrade));

    private final String parameter;
    private final Function<Image, Boolean> isSupported;

    ImageCapability(String parameter, Function<Image, Boolean> isSupported) {
        this.parameter = parameter;
        this.isSupported = isSupported;
    }

    /** The parameter of DescribeImages that selects by it. */
    public String parameter() {
        return parameter;
    }

    /** The names of the capabilities of an image. */
    public static List<String> of(Image image) {
        var names = new ArrayList<String>();
        for (ImageCapability capability : values()) {
            if (Boolean.TRUE.equals(capability.isSupported.apply(image))) {
                names.add(capability.name());
            }
        }
        return names;
    }

    private static Function<Image, Boolean> feature(Function<Features, String> feature) {
        return image -> image.getFeatures() != null && "supported".equals(feature.apply(image.getFeatures()));
    }
}
