package io.ecsimages.server.transfer;

import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.store.ImageShare;
import io.ecsimages.server.store.ImageShareRepository;
import io.ecsimages.server.store.ImageSubscription;
import io.ecsimages.server.store.ImageSubscriptionRepository;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Gives accounts access to images that they do not own: shares and Marketplace subscriptions. */
@Singleton
public class Entitlements {

    private final ImageShareRepository shares;
    private final ImageSubscriptionRepository subscriptions;

    Entitlements(ImageShareRepository shares, ImageSubscriptionRepository subscriptions) {
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
                    .map(image -> new ImageShare(null, image.key(), image.regionId(), account))
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
                    .map(image -> new ImageSubscription(null, image, account))
                    .toList());
        }
    }

    /** Ends subscriptions of an account. */
    public void unsubscribe(long account, List<Long> images) {
        if (!images.isEmpty()) {
            subscriptions.deleteByAccountIdAndImageIn(account, images);
        }
    }

    /** Makes shares and subscriptions match the dump of an account, which shows what it owns, may use, and subscribed to. */
    void reconcile(long account, List<ImageEntity> entities, Map<String, ImportedImage> imported) {
        var own = new ArrayList<Long>();
        var shared = new ArrayList<ImageEntity>();
        var subscribed = new ArrayList<Long>();
        var notSubscribed = new ArrayList<Long>();
        for (ImageEntity entity : entities) {
            var image = Objects.requireNonNull(imported.get(entity.imageId()));
            switch (image.alias()) {
                case SYSTEM -> {}
                case SELF -> own.add(entity.id());
                case OTHERS -> {
                    if (!Boolean.TRUE.equals(image.image().getIsPublic())) {
                        shared.add(entity);
                    }
                }
                case MARKETPLACE ->
                    (Boolean.TRUE.equals(image.image().getIsSubscribed()) ? subscribed : notSubscribed)
                            .add(entity.id());
            }
        }
        unshare(account, own);
        share(account, shared);
        subscribe(account, subscribed);
        unsubscribe(account, notSubscribed);
    }
}
