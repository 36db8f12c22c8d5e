package io.ecsimages.server.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ecsimages.server.image.DocumentRenderer;
import io.ecsimages.server.model.Image;
import io.ecsimages.server.model.ImageStatus;
import io.ecsimages.server.store.CatalogueVersions;
import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.store.ImageRepository;
import io.ecsimages.server.store.ImageShareRepository;
import io.ecsimages.server.store.ImageWriter;
import io.ecsimages.server.transfer.Entitlements;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;

/** Changes single images of the catalogue on behalf of an operator. */
@Singleton
public class ImageAdmin {

    private final ImageRepository images;
    private final ImageWriter writer;
    private final DocumentRenderer renderer;
    private final ImageShareRepository shares;
    private final Entitlements entitlements;
    private final CatalogueVersions versions;
    private final Clock clock;

    ImageAdmin(
            ImageRepository images,
            ImageWriter writer,
            DocumentRenderer renderer,
            ImageShareRepository shares,
            Entitlements entitlements,
            CatalogueVersions versions,
            Clock clock) {
        this.images = images;
        this.writer = writer;
        this.renderer = renderer;
        this.shares = shares;
        this.entitlements = entitlements;
        this.versions = versions;
        this.clock = clock;
    }

    /**
     * Finds an image.
     *
     * @param regionId its region, needed if the ImageId exists in several regions
     * @throws AdminException if no image has this ImageId, or several have
     */
    public ImageEntity find(String imageId, @Nullable String regionId) {
        var found = images.findByImageId(imageId).stream()
                .filter(image -> regionId == null || image.regionId().equals(regionId))
                .toList();
        if (found.isEmpty()) {
            throw new AdminException(imageId, "no such image" + (regionId == null ? "" : " in " + regionId));
        } else if (found.size() > 1) {
            throw new AdminException(imageId, "the image exists in several regions; name one with --region");
        }
        return found.get(0);
    }

    /** Whether an image still exists: a change deletes an image that no account can see any more. */
    public boolean exists(ImageEntity image) {
        return images.existsById(image.id());
    }

    /** Shares an account's image with another account, or stops sharing it. */
    @Transactional
    public void share(ImageEntity image, long account, boolean shared) {
        versions.bump();
        if (!image.source().equals(ImageEntity.ACCOUNT)) {
            throw new AdminException(image.imageId(), "only images of accounts can be shared");
        } else if (image.ownerId() != null && image.ownerId() == account) {
            throw new AdminException(image.imageId(), "account " + account + " owns the image");
        }
        if (shared) {
            entitlements.share(account, List.of(image));
        } else {
            entitlements.unshare(account, List.of(image.key()));
        }
        boolean any = shares.existsByImage(image.key());
        var document = renderer.tree(image).put(Image.JSON_PROPERTY_IS_SELF_SHARED, any ? "True" : "False");
        update(image, document, image.isPublic());
    }

    /** Subscribes an account to a Marketplace image, or ends the subscription. */
    @Transactional
    public void subscribe(ImageEntity image, long account, boolean subscribed) {
        versions.bump();
        if (!image.source().equals(ImageEntity.MARKETPLACE)) {
            throw new AdminException(image.imageId(), "only Marketplace images can be subscribed to");
        }
        if (subscribed) {
            entitlements.subscribe(account, List.of(image.key()));
        } else {
            entitlements.unsubscribe(account, List.of(image.key()));
        }
    }

    /** Publishes an account's image as a community image, or withdraws it. */
    @Transactional
    public void publish(ImageEntity image, boolean published) {
        versions.bump();
        if (!image.source().equals(ImageEntity.ACCOUNT)) {
            throw new AdminException(image.imageId(), "only images of accounts can be published");
        }
        update(image, renderer.tree(image).put(Image.JSON_PROPERTY_IS_PUBLIC, published), published);
    }

    /** Sets an image to Creating for a duration, after which it is Available. */
    @Transactional
    public void setCreating(ImageEntity image, Duration duration) {
        versions.bump();
        var now = LocalDateTime.now(clock);
        var status = ImageStatus.CREATING.getValue();
        var document =
                renderer.tree(image).put(Image.JSON_PROPERTY_STATUS, status).toString();
        writer.update(image.becomingAvailable(status, now, now.plus(duration), document));
    }

    private void update(ImageEntity image, ObjectNode document, boolean published) {
        writer.update(image.withDocument(document.toString(), published));
        images.deleteInvisible(image.regionId());
    }
}
