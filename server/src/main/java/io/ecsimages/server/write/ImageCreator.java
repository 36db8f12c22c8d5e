package io.ecsimages.server.write;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.Image;
import io.ecsimages.server.model.ImageOwnerAlias;
import io.ecsimages.server.model.ImageStatus;
import io.ecsimages.server.model.Tag;
import io.ecsimages.server.model.TagToSet;
import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.store.ImageRepository;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Creates images for callers: checks name, tags and quota, and makes the ImageId. */
@Singleton
public class ImageCreator {

    /** The tag with which a caller makes the creation of an image fail. */
    private static final String STATUS_TAG = "ecs-images:status";

    private final ImageRepository images;
    private final ImageEditor editor;
    private final ResourceIds ids;
    private final DeclaredResources declared;
    private final Duration creationTime;
    private final int quota;

    /**
     * @param creationTime the time that a new image is Creating
     * @param quota the greatest number of images of an account in a region
     */
    ImageCreator(
            ImageRepository images,
            ImageEditor editor,
            ResourceIds ids,
            DeclaredResources declared,
            @Value("${ecs-images.image-creation-time:PT0S}") Duration creationTime,
            @Value("${ecs-images.image-quota:100}") int quota) {
        this.images = images;
        this.editor = editor;
        this.ids = ids;
        this.declared = declared;
        this.creationTime = creationTime;
        this.quota = quota;
    }

    /** The time that a new image is Creating. */
    public Duration creationTime() {
        return creationTime;
    }

    /**
     * Creates an image.
     *
     * @param image the image, without an ImageId and tags; without a name it gets its ImageId as its name
     * @param duplicateName the error if the account has an image of this name in the region
     * @throws ApiException that error, Duplicate.TagKey, InvalidResourceGroup.NotFound or QuotaExceed.Image
     */
    public ImageEntity create(
            Image image, String regionId, long account, @Nullable List<TagToSet> tags, ApiError duplicateName) {
        var byKey = byKey(tags);
        requireGroup(image.getResourceGroupId());
        var imageId = ids.image(regionId);
        image.imageId(imageId).imageOwnerAlias(ImageOwnerAlias.SELF.getValue());
        image.isPublic(false).isSelfShared("");
        if (image.getImageName().isEmpty()) {
            image.imageName(imageId);
        } else {
            requireFreeName(image.getImageName(), regionId, account, duplicateName);
        }
        if (images.countByOwnerIdAndRegionId(account, regionId) >= quota) {
            throw new ApiException(ApiError.QUOTA_EXCEED_IMAGE);
        }
        byKey.forEach((key, value) ->
                image.getTags().getTag().add(new Tag().tagKey(key).tagValue(value)));
        image.status(
                byKey.getOrDefault(STATUS_TAG, ImageStatus.AVAILABLE.getValue())
                                .equals(ImageStatus.CREATE_FAILED.getValue())
                        ? ImageStatus.CREATE_FAILED.getValue()
                        : ImageStatus.AVAILABLE.getValue());
        return editor.create(image, regionId, account, creationTime);
    }

    private void requireGroup(@Nullable String resourceGroupId) {
        if (resourceGroupId != null && !resourceGroupId.isEmpty() && !declared.contains(resourceGroupId)) {
            throw new ApiException(ApiError.INVALID_RESOURCE_GROUP_NOT_FOUND);
        }
    }

    /**
     * Checks that the account has no image of this name in the region.
     *
     * @throws ApiException the error, if it has one
     */
    public void requireFreeName(String imageName, String regionId, long account, ApiError error) {
        if (images.existsByOwnerIdAndRegionIdAndImageName(account, regionId, imageName)) {
            throw new ApiException(error);
        }
    }

    /**
     * The values of tags by key; a tag without a value has an empty one.
     *
     * @throws ApiException Duplicate.TagKey
     */
    public static Map<String, String> byKey(@Nullable List<TagToSet> tags) {
        var byKey = new LinkedHashMap<String, String>();
        for (var tag : tags == null ? List.<TagToSet>of() : tags) {
            if (byKey.put(tag.getKey(), Objects.requireNonNullElse(tag.getValue(), "")) != null) {
                throw new ApiException(ApiError.DUPLICATE_TAG_KEY);
            }
        }
        return byKey;
    }
}
