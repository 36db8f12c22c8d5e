package io.ecsimages.server.catalogue;

import io.ecsimages.server.image.ImageParts.Share;
import io.ecsimages.server.image.ImageParts.Shares;
import io.ecsimages.server.image.ImageParts.Subscription;
import io.ecsimages.server.image.ImageParts.Subscriptions;
import io.ecsimages.server.image.ImageRow;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What ties accounts to images that are not theirs: an image is shared with them, or they subscribed to it. */
@Singleton
public class AccountTies {

    private final Shares shares;
    private final Subscriptions subscriptions;

    AccountTies(Shares shares, Subscriptions subscriptions) {
        this.shares = shares;
        this.subscriptions = subscriptions;
    }

    /** Shares images with an account. */
    public void share(long account, List<ImageRow> images) {
        if (!images.isEmpty()) {
            var keys = images.stream().map(ImageRow::id).toList();
            var known = shares.findByAccountIdAndImageIn(account, keys).stream()
                    .map(Share::image)
                    .collect(Collectors.toSet());
            shares.saveAll(images.stream()
                    .filter(image -> !known.contains(image.id()))
                    .map(image -> new Share(null, image.id(), image.regionId(), account))
                    .toList());
        }
    }

    /** Ends what {@link #share} began. */
    public void unshare(long account, List<Long> images) {
        if (!images.isEmpty()) {
            shares.deleteByAccountIdAndImageIn(account, images);
        }
    }

    /** Subscribes an account to images of the market. */
    public void subscribe(long account, List<Long> images) {
        if (!images.isEmpty()) {
            subscriptions.deleteByAccountIdAndImageIn(account, images);
            subscriptions.saveAll(images.stream()
                    .map(image -> new Subscription(null, image, account))
                    .toList());
        }
    }

    /** Ends what {@link #subscribe} began. */
    public void unsubscribe(long account, List<Long> images) {
        if (!images.isEmpty()) {
            subscriptions.deleteByAccountIdAndImageIn(account, images);
        }
    }

    /** The dump of an account shows what is its own, what is shared with it, and what it subscribed to. */
    void follow(long account, List<ImageRow> rows, Map<String, DumpedImage> dumped) {
        var own = new ArrayList<Long>();
        var shared = new ArrayList<ImageRow>();
        var subscribed = new ArrayList<Long>();
        var notSubscribed = new ArrayList<Long>();
        for (ImageRow row : rows) {
            var image = dumped.get(row.imageId());
            switch (image.alias()) {
                case SYSTEM -> {}
                case SELF -> own.add(row.id());
                case OTHERS -> {
                    if (!Boolean.TRUE.equals(image.image().getIsPublic())) {
                        shared.add(row);
                    }
                }
                case MARKETPLACE ->
                    (Boolean.TRUE.equals(image.image().getIsSubscribed()) ? subscribed : notSubscribed).add(row.id());
            }
        }
        unshare(account, own);
        share(account, shared);
        subscribe(account, subscribed);
        unsubscribe(account, notSubscribed);
    }
}
