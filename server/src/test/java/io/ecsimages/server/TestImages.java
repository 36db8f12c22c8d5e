package io.ecsimages.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes responses of DescribeImages, to be imported. */
public final class TestImages {

    private static final ObjectMapper JSON = new ObjectMapper();

    private TestImages() {}

    /** A response that holds these images. */
    @SafeVarargs
    public static String dump(String regionId, Map<String, Object>... images) {
        return dump(regionId, List.of(images));
    }

    /** A response that holds these images. */
    public static String dump(String regionId, List<Map<String, Object>> images) {
        try {
            return JSON.writeValueAsString(Map.of("RegionId", regionId, "Images", Map.of("Image", images)));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** An image of the account itself, with these members beside. */
    public static Map<String, Object> image(String imageId, Object... members) {
        var image = new LinkedHashMap<String, Object>();
        image.put("ImageId", imageId);
        image.put("ImageOwnerAlias", "self");
        image.put("CreationTime", "2024-01-01T00:00:00Z");
        for (int i = 0; i < members.length; i += 2) {
            image.put((String) members[i], members[i + 1]);
        }
        return image;
    }

    /** The tags of an image: keys and values in turn. */
    public static Map<String, Object> tags(String... pairs) {
        var tags = new ArrayList<Map<String, String>>();
        for (int i = 0; i < pairs.length; i += 2) {
            tags.add(Map.of("TagKey", pairs[i], "TagValue", pairs[i + 1]));
        }
        return Map.of("Tag", tags);
    }

    /** The disks of an image, by the snapshots behind them. */
    public static Map<String, Object> disks(String... snapshotIds) {
        var disks = new ArrayList<Map<String, String>>();
        for (int i = 0; i < snapshotIds.length; i++) {
            disks.add(Map.of("Device", "/dev/xvd" + (char) ('a' + i), "Size", "20", "SnapshotId", snapshotIds[i]));
        }
        return Map.of("DiskDeviceMapping", disks);
    }
}
