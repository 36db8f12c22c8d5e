package io.ecsimages.server.image;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.LocalDateTime;

/**
 * An image of the catalogue.
 *
 * @param id its key here; images have the same ImageId in several regions
 * @param regionId the region that it is in
 * @param imageId its id in that region
 * @param source who provides it: {@link #SYSTEM}, {@link #MARKETPLACE}, or {@link #ACCOUNT}
 * @param ownerId the account that owns it, null for the vendor's images and where it is unknown
 * @param describedByOwner whether the document comes from who provides the image, not from an account that it is shared
 *     with
 * @param isPublic whether it is a community image
 * @param imageName its name
 * @param status its state
 * @param imageUsage whether an instance runs on it
 * @param osType the kind of its operating system
 * @param architecture its processor architecture
 * @param imageFamily its family, or empty
 * @param resourceGroupId its resource group, or empty
 * @param creationTime when it was made, in UTC
 * @param creatingSince when making it began, null unless it becomes available by itself
 * @param availableFrom when it becomes available by itself, in UTC
 * @param document the image as it was imported, in JSON: what an answer is made of
 */
@MappedEntity(value = "image", escape = false)
public record ImageRow(
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

    /** The same image, community or not, with this document. */
    public ImageRow with(boolean publiclyListed, String newDocument) {
        return copy(publiclyListed, status, creatingSince, availableFrom, newDocument);
    }

    /** The same image, in this state until it becomes available by itself. */
    public ImageRow inTheMaking(String newStatus, LocalDateTime since, LocalDateTime until, String newDocument) {
        return copy(isPublic, newStatus, since, until, newDocument);
    }

    private ImageRow copy(
            boolean publiclyListed,
            String newStatus,
            @Nullable LocalDateTime since,
            @Nullable LocalDateTime until,
            String newDocument) {
        return new ImageRow(
                id,
                regionId,
                imageId,
                source,
                ownerId,
                describedByOwner,
                publiclyListed,
                imageName,
                newStatus,
                imageUsage,
                osType,
                architecture,
                imageFamily,
                resourceGroupId,
                creationTime,
                since,
                until,
                newDocument);
    }
}
