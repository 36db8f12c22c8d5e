package io.ecsimages.server.region;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.store.ImageRepository;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The regions that exist: those of Alibaba Cloud, and those that hold an image. */
@Singleton
public class Regions {

    /** The names of each region of Alibaba Cloud by language, in the order of DescribeRegions. */
    private final Map<String, Map<String, String>> names;

    private final ImageRepository images;

    Regions(ImageRepository images) throws IOException {
        this.images = images;
        try (var stream = Regions.class.getResourceAsStream("/catalogue/regions.json")) {
            this.names = new ObjectMapper()
                    .readValue(stream, new TypeReference<LinkedHashMap<String, Map<String, String>>>() {});
        }
    }

    public boolean contains(String regionId) {
        return names.containsKey(regionId) || images.existsByRegionId(regionId);
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

    /** All RegionIds: those of Alibaba Cloud in its order, then the others by name. */
    List<String> all() {
        var ids = new ArrayList<>(names.keySet());
        images.findDistinctRegionId().stream()
                .filter(id -> !names.containsKey(id))
                .sorted()
                .forEach(ids::add);
        return ids;
    }

    /** The name of a region in a language; a region that is not of Alibaba Cloud has no name but its id. */
    String localName(String regionId, String language) {
        return names.getOrDefault(regionId, Map.of()).getOrDefault(language, regionId);
    }
}
