package io.ecsimages.server.region;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.store.ImageRepository;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The regions that exist: those of Alibaba Cloud, and those that hold an image. */
@Singleton
public class Regions {

    private static final String UNKNOWN_CODE = "000";

    /** The regions of Alibaba Cloud in the order of DescribeRegions, each with its names by language. */
    private final Map<String, JsonNode> regions;

    private final ImageRepository images;

    Regions(ImageRepository images) throws IOException {
        this.images = images;
        try (var stream = Regions.class.getResourceAsStream("/catalogue/regions.json")) {
            this.regions = new LinkedHashMap<>();
            new ObjectMapper()
                    .readTree(stream)
                    .fields()
                    .forEachRemaining(region -> regions.put(region.getKey(), region.getValue()));
        }
    }

    public boolean contains(String regionId) {
        return regions.containsKey(regionId) || images.existsByRegionId(regionId);
    }

    /**
     * Checks that a region exists.
     *
     * @throws ApiException InvalidRegionId.NotFound if it does not
     */
    public void require(String regionId) {
        if (!contains(regionId)) {
            throw new ApiException(ApiError.INVALID_REGION_ID_NOT_FOUND);
        }
    }

    /**
     * The RegionIds of DescribeRegions: the regions of Alibaba Cloud in its order, then custom regions by name. A region
     * that is not open to every account, such as one of the finance cloud, is listed if it has an image.
     */
    List<String> listed() {
        var withImages = new HashSet<>(images.findDistinctRegionId());
        var ofAlibabaCloud = regions.entrySet().stream()
                .filter(region ->
                        region.getValue().path("listed").asBoolean(true) || withImages.contains(region.getKey()))
                .map(Map.Entry::getKey);
        var custom = withImages.stream().filter(id -> !regions.containsKey(id)).sorted();
        return Stream.concat(ofAlibabaCloud, custom).toList();
    }

    /** The name of a region in a language; the name of a custom region is its id. */
    String localName(String regionId, String language) {
        var region = regions.get(regionId);
        return region == null ? regionId : region.path(language).asText(regionId);
    }

    /** The three characters of a region in the ids of its images and snapshots; others for a region whose code is unknown. */
    public String idCode(String regionId) {
        var region = regions.get(regionId);
        return region == null ? UNKNOWN_CODE : region.path("idCode").asText(UNKNOWN_CODE);
    }
}
