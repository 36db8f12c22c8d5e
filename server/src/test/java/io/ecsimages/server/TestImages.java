package io.ecsimages.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Creates dumps of images in the format of a DescribeImages response. */
public final class TestImages {

    private static final ObjectMapper JSON = new ObjectMapper();

    private TestImages() {}

    /** Returns a dump with these images. */
    @SafeVarargs
    public static String dump(String regionId, Map<String, Object>... images) {
        return dump(regionId, List.of(images));
    }

    /** Returns a dump with these images. */
    public static String dump(String regionId, List<Map<String, Object>> images) {
        try {
            return JSON.writeValueAsString(Map.of("RegionId", regionId, "Images", Map.of("Image", images)));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns an image with owner alias self and with additional fields, names and values in turn. */
    public static Map<String, Object> image(String imageId, Object... fields) {
        var image = new LinkedHashMap<String, Object>();
        image.put("ImageId", imageId);
        image.put("ImageOwnerAlias", "self");
        image.put("CreationTime", "2024-01-01T00:00:00Z");
        for (int i = 0; i < fields.length; i += 2) {
            image.put((String) fields[i], fields[i + 1]);
        }
        return image;
    }

    /** Returns the Tags field of an image, from keys and values in turn. */
    public static Map<String, Object> tags(String... pairs) {
        var tags = new ArrayList<Map<String, String>>();
        for (int i = 0; i < pairs.length; i += 2) {
            tags.add(Map.of("TagKey", pairs[i], "TagValue", pairs[i + 1]));
        }
        return Map.of("Tag", tags);
    }

    /** Returns the DiskDeviceMappings field of an image with one disk per snapshot. */
    public static Map<String, Object> disks(String... snapshotIds) {
        var disks = new ArrayList<Map<String, String>>();
        for (int i = 0; i < snapshotIds.length; i++) {
            disks.add(Map.of("Device", "/dev/xvd" + (char) ('a' + i), "Size", "20", "SnapshotId", snapshotIds[i]));
        }
        return Map.of("DiskDeviceMapping", disks);
    }
}
