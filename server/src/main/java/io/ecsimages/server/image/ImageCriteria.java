package io.ecsimages.server.image;

import io.ecsimages.server.model.DescribeImagesRequest;
import io.ecsimages.server.model.ImageOwnerAlias;
import io.ecsimages.server.store.ImageKey;
import io.micronaut.core.annotation.Nullable;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which images a request selects, as a value: equal requests of equal callers have equal criteria.
 *
 * @param regionId the region
 * @param account the account that asks, 0 where no visibility depends on it
 * @param visibility why the account sees the images; an image matches if it fits one of them
 * @param imageIds the ImageIds, null for any
 * @param imageName the ImageName, in which {@code *} is any run of characters, null for any
 * @param attributes the other conditions, which all must hold
 */
public record ImageCriteria(
        String regionId,
        long account,
        Set<Visibility> visibility,
        @Nullable Set<String> imageIds,
        @Nullable String imageName,
        AttributeCriteria attributes) {

    /** The criteria of a DescribeImages request. */
    public static ImageCriteria of(DescribeImagesRequest request, long account) {
        return new ImageCriteria(
                request.getRegionId(),
                account,
                Visibility.requested(request.getImageOwnerAlias(), Boolean.TRUE.equals(request.getIsPublic())),
                request.getImageId() == null ? null : new TreeSet<>(request.getImageId()),
                request.getImageName(),
                AttributeCriteria.of(request));
    }

    /** All images of a region that an account sees for one of these reasons, in any status. */
    public static ImageCriteria visible(String regionId, long account, Set<Visibility> visibility) {
        return new ImageCriteria(regionId, account, visibility, null, null, AttributeCriteria.ANY);
    }

    /** The same criteria with other ImageIds, null for any. */
    public ImageCriteria withImageIds(@Nullable Collection<String> ids) {
        return new ImageCriteria(
                regionId, account, visibility, ids == null ? null : new TreeSet<>(ids), imageName, attributes);
    }

    /** The same criteria with any ImageName. */
    public ImageCriteria withAnyName() {
        return new ImageCriteria(regionId, account, visibility, imageIds, null, attributes);
    }

    /** The same criteria with any tags. */
    public ImageCriteria withAnyTags() {
        return new ImageCriteria(regionId, account, visibility, imageIds, imageName, attributes.withAnyTags());
    }

    /** The ImageOwnerAlias that the account reads of an image that matches. */
    public ImageOwnerAlias aliasOf(ImageKey image) {
        return visibility.size() == 1
                ? visibility.iterator().next().alias()
                : Visibility.aliasOf(Objects.requireNonNull(image.source()), image.ownerId(), account);
    }

    /** The criteria for each visibility by itself; an image that fits these criteria fits exactly one of them. */
    public List<ImageCriteria> byVisibility() {
        return visibility.stream()
                .map(only -> new ImageCriteria(
                        regionId,
                        only.dependsOnAccount() ? account : 0,
                        EnumSet.of(only),
                        imageIds,
                        imageName,
                        attributes))
                .toList();
    }
}
