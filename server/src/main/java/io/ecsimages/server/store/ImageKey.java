package io.ecsimages.server.store;

import io.micronaut.core.annotation.Nullable;
import java.time.LocalDateTime;
import java.util.Comparator;

/**
 * The columns that put an image into a list: its order and its owner.
 *
 * @param id the primary key
 * @param creationTime when the image was created, in UTC
 * @param imageId the ImageId, unique in a region
 * @param imageName the ImageName
 * @param source who provides the image, see {@link ImageEntity}; null where it was not read
 * @param ownerId the account that owns it, null for public and Marketplace images, and where it is unknown or was not read
 */
public record ImageKey(
        long id,
        LocalDateTime creationTime,
        String imageId,
        String imageName,
        @Nullable String source,
        @Nullable Long ownerId) {

    /** The order of DescribeImages: newest first, ties by ImageId; a total order, so pages neither repeat nor skip. */
    public static final Comparator<ImageKey> ORDER =
            Comparator.comparing(ImageKey::creationTime).reversed().thenComparing(ImageKey::imageId);
}
