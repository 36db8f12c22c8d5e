package io.ecsimages.server.admin;

import io.ecsimages.server.store.CatalogueChange;
import io.ecsimages.server.store.CatalogueVersions;
import io.ecsimages.server.store.ImageAccess;
import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.store.ImageRepository;
import io.ecsimages.server.write.AccountWrites;
import io.ecsimages.server.write.ImageEditor;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.transaction.TransactionDefinition;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** Changes single images of the catalogue on behalf of an operator. */
@Singleton
public class ImageAdmin {

    private final ImageRepository images;
    private final ImageEditor editor;
    private final ImageAccess access;
    private final AccountWrites accounts;
    private final CatalogueVersions versions;

    ImageAdmin(
            ImageRepository images,
            ImageEditor editor,
            ImageAccess access,
            AccountWrites accounts,
            CatalogueVersions versions) {
        this.images = images;
        this.editor = editor;
        this.access = access;
        this.accounts = accounts;
        this.versions = versions;
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

    /** Returns whether an image still exists. A change deletes an image that no account can see any more. */
    public boolean exists(ImageEntity image) {
        return images.existsById(image.id());
    }

    /** Shares an account's image with another account, or stops sharing it. */
    @Transactional(isolation = TransactionDefinition.Isolation.READ_COMMITTED)
    public void share(ImageEntity found, long account, boolean shared) {
        var image = lock(found);
        if (!image.source().equals(ImageEntity.ACCOUNT)) {
            throw new AdminException(image.imageId(), "only images of accounts can be shared");
        } else if (image.ownerId() != null && image.ownerId() == account) {
            throw new AdminException(image.imageId(), "account " + account + " owns the image");
        }
        if (shared) {
            editor.share(image, List.of(account));
        } else {
            editor.unshare(image, List.of(account));
        }
    }

    /** Subscribes an account to a Marketplace image, or ends the subscription. */
    @Transactional(isolation = TransactionDefinition.Isolation.READ_COMMITTED)
    public void subscribe(ImageEntity image, long account, boolean subscribed) {
        versions.record(CatalogueChange.ofAccount(account));
        if (!image.source().equals(ImageEntity.MARKETPLACE)) {
            throw new AdminException(image.imageId(), "only Marketplace images can be subscribed to");
        }
        if (subscribed) {
            access.subscribe(account, List.of(image.key()));
        } else {
            access.unsubscribe(account, List.of(image.key()));
        }
    }

    /** Publishes an account's image as a community image, or withdraws it. */
    @Transactional(isolation = TransactionDefinition.Isolation.READ_COMMITTED)
    public void publish(ImageEntity found, boolean published) {
        var image = lock(found);
        if (!image.source().equals(ImageEntity.ACCOUNT)) {
            throw new AdminException(image.imageId(), "only images of accounts can be published");
        }
        editor.publish(image, published);
    }

    /** Sets an image to Creating for a duration, then to Available. */
    @Transactional(isolation = TransactionDefinition.Isolation.READ_COMMITTED)
    public void setCreating(ImageEntity found, Duration duration) {
        editor.setCreating(lock(found), duration);
    }

    /** Returns an image as it is now; requests of its owner wait until this transaction ends. */
    private ImageEntity lock(ImageEntity found) {
        if (found.ownerId() != null) {
            accounts.lock(found.ownerId());
        }
        return images.findById(found.key())
                .orElseThrow(() -> new AdminException(found.imageId(), "the image was deleted meanwhile"));
    }
}
