package io.ecsimages.server.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ecsimages.server.model.Image;
import io.ecsimages.server.model.ImageStatus;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
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

    private static final ObjectMapper TREES = new ObjectMapper();

    public static final String SYSTEM = "system";
    public static final String MARKETPLACE = "marketplace";
    public static final String ACCOUNT = "account";

    /** Returns the primary key of a stored image. */
    public long key() {
        return Objects.requireNonNull(id, "the image is not stored");
    }

    /**
     * Returns an image whose columns follow from its document.
     *
     * @param creationTime when it was created, in UTC
     * @param image what the document says
     */
    public static ImageEntity of(
            @Nullable Long id,
            String regionId,
            String source,
            @Nullable Long ownerId,
            boolean describedByOwner,
            LocalDateTime creationTime,
            Image image,
            String document) {
        return new ImageEntity(
                id,
                regionId,
                image.getImageId(),
                source,
                ownerId,
                describedByOwner,
                source.equals(ACCOUNT) && Boolean.TRUE.equals(image.getIsPublic()),
                image.getImageName(),
                image.getStatus(),
                image.getUsage(),
                image.getOsType(),
                image.getArchitecture(),
                Objects.requireNonNullElse(image.getImageFamily(), ""),
                Objects.requireNonNullElse(image.getResourceGroupId(), ""),
                creationTime,
                null,
                null,
                document);
    }

    /** Returns the image with another document. The columns follow it. */
    public ImageEntity describedBy(Image image, String newDocument) {
        return of(id, regionId, source, ownerId, describedByOwner, creationTime, image, newDocument)
                .becomingAvailable(creatingSince, availableFrom);
    }

    /** Returns the image, which becomes Available by the passage of time between these times, or does not if they are null. */
    public ImageEntity becomingAvailable(@Nullable LocalDateTime since, @Nullable LocalDateTime from) {
        return copy(id, since, from);
    }

    /** Returns the stored image. */
    ImageEntity stored(Long key) {
        return copy(key, creatingSince, availableFrom);
    }

    private ImageEntity copy(@Nullable Long key, @Nullable LocalDateTime since, @Nullable LocalDateTime from) {
        return new ImageEntity(
                key,
                regionId,
                imageId,
                source,
                ownerId,
                describedByOwner,
                isPublic,
                imageName,
                status,
                imageUsage,
                osType,
                architecture,
                imageFamily,
                resourceGroupId,
                creationTime,
                since,
                from,
                document);
    }

    /** Returns the Status at a time, in UTC. */
    public String statusAt(LocalDateTime time) {
        return availableFrom == null || time.isBefore(availableFrom) ? status : ImageStatus.AVAILABLE.getValue();
    }

    /** Returns the Progress at a time, in UTC, of an image that becomes Available by the passage of time. */
    public String progressAt(LocalDateTime time) {
        var from = Objects.requireNonNull(creatingSince);
        var until = Objects.requireNonNull(availableFrom);
        if (!time.isBefore(until)) {
            return "100%";
        }
        long whole = Duration.between(from, until).toMillis();
        return Math.max(0, 100 * Duration.between(from, time).toMillis() / whole) + "%";
    }

    /** Returns the document as a tree, with the fields that the contract does not define. */
    public ObjectNode tree() {
        try {
            return (ObjectNode) TREES.readTree(document);
        } catch (IOException e) {
            throw new UncheckedIOException("the document of " + imageId + " is broken", e);
        }
    }
}
