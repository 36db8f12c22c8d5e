package io.ecsimages.server.store;

import io.micronaut.core.annotation.Nullable;
import java.time.LocalDateTime;

/**
 * The columns that put an image into a list: its order and its owner.
 *
 * @param id the primary key
 * @param creationTime when the image was created, in UTC
 * @param imageId the ImageId, unique in a region
 * @param imageName the ImageName
 * @param source who provides the image, see {@link ImageEntity}
 * @param ownerId the account that owns it, null for public and Marketplace images and where it is unknown
 */
public record ImageKey(
        long id,
        LocalDateTime creationTime,
        String imageId,
        String imageName,
        String source,
        @Nullable Long ownerId) {}
