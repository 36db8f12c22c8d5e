package io.ecsimages.server.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The regions that exist: the vendor's, and those that an image is in. */
@Singleton
public class Regions {

    private final Set<String> vendors;
    private final ImageRepository images;

    Regions(ImageRepository images) throws IOException {
        this.images = images;
        try (var stream = Regions.class.getResourceAsStream("/catalogue/regions.json")) {
            var regions = new ObjectMapper().readTree(stream).path("Regions").path("Region");
            this.vendors = StreamSupport.stream(regions.spliterator(), false)
                    .map((JsonNode region) -> region.path("RegionId").asText())
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    public boolean contains(String regionId) {
        return vendors.contains(regionId) || images.existsByRegionId(regionId);
    }
}
