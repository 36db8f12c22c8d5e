package io.ecsimages.server.write;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.region.Regions;
import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.store.ImageRepository;
import jakarta.inject.Singleton;

/** The images that callers own. */
@Singleton
public class OwnImages {

    private final ImageRepository images;
    private final Regions regions;

    OwnImages(ImageRepository images, Regions regions) {
        this.images = images;
        this.regions = regions;
    }

    /**
     * Returns an image of the caller.
     *
     * @param error the error if the caller has no such image in the region
     * @throws ApiException that error, or InvalidRegionId.NotFound
     */
    public ImageEntity get(String regionId, String imageId, RequestContext context, ApiError error) {
        return images.findByRegionIdAndImageIdAndOwnerId(regionId, imageId, context.account())
                .orElseThrow(() -> {
                    regions.require(regionId);
                    return new ApiException(error);
                });
    }
}
