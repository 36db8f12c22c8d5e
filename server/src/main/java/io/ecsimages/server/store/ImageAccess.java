package io.ecsimages.server.store;

import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;

/** Gives accounts access to images that they do not own: shares and Marketplace subscriptions. */
@Singleton
public class ImageAccess {

    private final ImageShareRepository shares;
    private final ImageSubscriptionRepository subscriptions;

    ImageAccess(ImageShareRepository shares, ImageSubscriptionRepository subscriptions) {
        this.shares = shares;
        this.subscriptions = subscriptions;
    }

    /** Shares images with an account. */
    public void share(long account, List<ImageEntity> images) {
        if (!images.isEmpty()) {
            var keys = images.stream().map(ImageEntity::id).toList();
            var shared = new HashSet<>(shares.findImageByAccountIdAndImageIn(account, keys));
            shares.saveAll(images.stream()
                    .filter(image -> !shared.contains(image.id()))
                    .map(image -> new ImageShare(image.key(), image.regionId(), account))
                    .toList());
        }
    }

    /** Stops sharing images with an account. */
    public void unshare(long account, List<Long> images) {
        if (!images.isEmpty()) {
            shares.deleteByAccountIdAndImageIn(account, images);
        }
    }

    /** Subscribes an account to Marketplace images. */
    public void subscribe(long account, List<Long> images) {
        if (!images.isEmpty()) {
            subscriptions.deleteByAccountIdAndImageIn(account, images);
            subscriptions.saveAll(images.stream()
                    .map(image -> new ImageSubscription(image, account))
                    .toList());
        }
    }

    /** Ends subscriptions of an account. */
    public void unsubscribe(long account, List<Long> images) {
        if (!images.isEmpty()) {
            subscriptions.deleteByAccountIdAndImageIn(account, images);
        }
    }
}
