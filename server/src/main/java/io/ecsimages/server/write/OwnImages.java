package io.ecsimages.server.write;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.region.Regions;
import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.store.ImageRepository;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;

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
     * Returns an image of an account, whose existence {@link #require} has checked.
     *
     * @param account the owner
     * @throws ApiException InvalidRegionId.NotFound
     */
    public ImageEntity get(String regionId, String imageId, long account) {
        regions.require(regionId);
        return images.findByRegionIdAndImageIdAndOwnerId(regionId, imageId, account)
                .orElseThrow();
    }

    /** Returns the same for several ImageIds, each image once. */
    public List<ImageEntity> get(String regionId, Collection<String> imageIds, long account) {
        return imageIds.stream()
                .distinct()
                .map(imageId -> get(regionId, imageId, account))
                .toList();
    }

    /**
     * Checks that an account owns an image, if the region exists. The operation itself checks the region, since its error
     * depends on the operation.
     *
     * @param error the error if it has no such image in the region
     * @throws ApiException that error
     */
    void require(String regionId, String imageId, long account, ApiError error) {
        if (images.findByRegionIdAndImageIdAndOwnerId(regionId, imageId, account)
                        .isEmpty()
                && regions.contains(regionId)) {
            throw new ApiException(error);
        }
    }
}
