package io.ecsimages.server.store;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.LocalDateTime;
import java.util.Objects;

/**
 * An image of the catalogue: the columns that requests select by, and the document that responses are made of.
 *
 * @param id the primary key; one ImageId can exist in several regions
 * @param regionId the region
 * @param imageId the ImageId, unique in its region
 * @param source who provides the image: {@link #SYSTEM}, {@link #MARKETPLACE} or {@link #ACCOUNT}
 * @param ownerId the account that owns it, null for public and Marketplace images and where it is unknown
 * @param describedByOwner whether the document comes from the owner, not from an account that the image is shared with
 * @param isPublic whether it is a community image
 * @param imageName the ImageName
 * @param status the Status
 * @param imageUsage the Usage
 * @param osType the OSType
 * @param architecture the Architecture
 * @param imageFamily the ImageFamily, or an empty string
 * @param resourceGroupId the ResourceGroupId, or an empty string
 * @param creationTime when it was created, in UTC
 * @param creatingSince when its creation began, null unless it becomes Available by the passage of time
 * @param availableFrom when it becomes Available by the passage of time, in UTC
 * @param document the image as it was imported, in JSON
 */
@MappedEntity(value = "image", escape = false)
public record ImageEntity(
        @Id @GeneratedValue @Nullable Long id,
        String regionId,
        String imageId,
        String source,
        @Nullable Long ownerId,
        boolean describedByOwner,
        boolean isPublic,
        String imageName,
        String status,
        String imageUsage,
        String osType,
        String architecture,
        String imageFamily,
        String resourceGroupId,
        LocalDateTime creationTime,
        @Nullable LocalDateTime creatingSince,
        @Nullable LocalDateTime availableFrom,
        String document) {

    public static final String SYSTEM = "system";
    public static final String MARKETPLACE = "marketplace";
    public static final String ACCOUNT = "account";

    /** Returns the primary key of a stored image. */
    public long key() {
        return Objects.requireNonNull(id, "the image is not stored");
    }

    /** Returns the image with another document, published as a community image or not. */
    public ImageEntity withDocument(String newDocument, boolean published) {
        return copy(published, status, creatingSince, availableFrom, newDocument);
    }

    /** Returns the image in a status that ends at a time, from which on it is Available. */
    public ImageEntity becomingAvailable(
            String newStatus, LocalDateTime since, LocalDateTime from, String newDocument) {
        return copy(isPublic, newStatus, since, from, newDocument);
    }

    private ImageEntity copy(
            boolean published,
            String newStatus,
            @Nullable LocalDateTime since,
            @Nullable LocalDateTime from,
            String newDocument) {
        return new ImageEntity(
                id,
                regionId,
                imageId,
                source,
                ownerId,
                describedByOwner,
                published,
                imageName,
                newStatus,
                imageUsage,
                osType,
                architecture,
                imageFamily,
                resourceGroupId,
                creationTime,
                since,
                from,
                newDocument);
    }
}
