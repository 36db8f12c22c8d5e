package io.ecsimages.server.cli;

import static io.ecsimages.server.TestImages.disks;
import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static io.ecsimages.server.TestImages.tags;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Map;

/** Writes dumps of many images of one account: 100 images in a response, one response per line. */
final class LargeDump {

    private static final int PAGE_SIZE = 100;

    private LargeDump() {}

    /**
     * Writes a dump of images with one tag each.
     *
     * @param name the ImageName of all images
     */
    static Path write(Path file, int count, String name) throws IOException {
        var start = LocalDateTime.parse("2020-01-01T00:00:01");
        try (var writer = Files.newBufferedWriter(file)) {
            for (int first = 0; first < count; first += PAGE_SIZE) {
                var images = new ArrayList<Map<String, Object>>();
                for (int i = first; i < Math.min(first + PAGE_SIZE, count); i++) {
                    images.add(image(
                            "m-bp1%017d".formatted(i),
                            "CreationTime",
                            start.plusMinutes(i) + "Z",
                            "ImageName",
                            name,
                            "Description",
                            "Number " + i + " of many, with a description of typical length.",
                            "OSName",
                            "Alibaba Cloud Linux  3.2104 LTS 64位",
                            "OSType",
                            "linux",
                            "Platform",
                            "Aliyun",
                            "Architecture",
                            "x86_64",
                            "Size",
                            40,
                            "IsSupportCloudinit",
                            true,
                            "IsSupportIoOptimized",
                            true,
                            "Tags",
                            tags("number", "" + i),
                            "DiskDeviceMappings",
                            disks("s-bp1%017d".formatted(i))));
                }
                writer.write(dump("cn-hangzhou", images));
                writer.write("\n");
            }
        }
        return file;
    }
}
