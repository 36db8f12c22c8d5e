package io.ecsimages.server.image;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The regions that exist: the vendor's, and those that an image is in. */
@Singleton
public class Regions {

    /** The vendor's regions, in its order, each with its names by language. */
    private final Map<String, Map<String, String>> vendors;

    private final ImageRepository images;

    Regions(ImageRepository images) throws IOException {
        this.images = images;
        try (var stream = Regions.class.getResourceAsStream("/catalogue/regions.json")) {
            this.vendors = new ObjectMapper()
                    .readValue(stream, new TypeReference<LinkedHashMap<String, Map<String, String>>>() {});
        }
    }

    public boolean contains(String regionId) {
        return isVendors(regionId) || images.existsByRegionId(regionId);
    }

    /** Whether it is there whatever the catalogue holds. */
    boolean isVendors(String regionId) {
        return vendors.containsKey(regionId);
    }

    /** All ids: the vendor's, in its order, then the others. */
    List<String> all() {
        var ids = new ArrayList<>(vendors.keySet());
        images.findDistinctRegionId().stream()
                .filter(id -> !vendors.containsKey(id))
                .sorted()
                .forEach(ids::add);
        return ids;
    }

    /** What a region is called in a language; a region that is not the vendor's has no other name than its id. */
    String localName(String regionId, String language) {
        return vendors.getOrDefault(regionId, Map.of()).getOrDefault(language, regionId);
    }
}
