package io.ecsimages.server.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ecsimages.server.model.Image;
import io.ecsimages.server.model.ImageOwnerAlias;
import io.ecsimages.server.model.ImageStatus;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;

/** Reads the documents that the rows hold. */
@Singleton
public class ImageDocuments {

    private static final ObjectMapper TREES = new ObjectMapper();

    private final JsonMapper json;
    private final ImageParts.Subscriptions subscriptions;

    ImageDocuments(JsonMapper json, ImageParts.Subscriptions subscriptions) {
        this.json = json;
        this.subscriptions = subscriptions;
    }

    /** The image as it was imported. */
    public Image read(ImageRow row) {
        try {
            return json.readValue(row.document(), Image.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the catalogue holds a broken document of " + row.imageId(), e);
        }
    }

    /** The same as it is written, with members that the contract does not know. */
    public ObjectNode tree(ImageRow row) {
        try {
            return (ObjectNode) TREES.readTree(row.document());
        } catch (IOException e) {
            throw new UncheckedIOException("the catalogue holds a broken document of " + row.imageId(), e);
        }
    }

    /**
     * What decides how an image looks, beside its row.
     *
     * @param id its key
     * @param alias what it is to the account
     * @param subscribed whether the account subscribed to it; of an image that is not of the market, no
     */
    record View(long id, ImageOwnerAlias alias, boolean subscribed) {

        private static final int ALIASES = ImageOwnerAlias.values().length;

        /** One number for each view. */
        long key() {
            return 2 * (ALIASES * id + alias.ordinal()) + (subscribed ? 1 : 0);
        }
    }

    /** An image as it is seen, at this time. */
    Image read(ImageRow row, View view, LocalDateTime now) {
        var image = read(row).imageOwnerAlias(view.alias.getValue());
        if (view.alias == ImageOwnerAlias.MARKETPLACE) {
            image.isSubscribed(view.subscribed);
        }
        return row.availableFrom() == null ? image : inProgress(image, row, now);
    }

    /** Images as one account sees them at this time. */
    public List<Image> asSeenBy(long account, List<ImageRow> rows, LocalDateTime now) {
        var market = rows.stream().anyMatch(row -> aliasFor(account, row) == ImageOwnerAlias.MARKETPLACE);
        var subscribed = market ? subscriptions(account) : Set.<Long>of();
        return rows.stream()
                .map(row -> {
                    var view = new View(row.id(), aliasFor(account, row), subscribed.contains(row.id()));
                    return read(row, view, now);
                })
                .toList();
    }

    /** The images of the market that an account subscribed to. */
    Set<Long> subscriptions(long account) {
        return Set.copyOf(subscriptions.findImageByAccountId(account));
    }

    /** What an image is to an account. */
    public static ImageOwnerAlias aliasFor(long account, ImageRow row) {
        return switch (row.source()) {
            case ImageRow.SYSTEM -> ImageOwnerAlias.SYSTEM;
            case ImageRow.MARKETPLACE -> ImageOwnerAlias.MARKETPLACE;
            default ->
                row.ownerId() != null && row.ownerId() == account ? ImageOwnerAlias.SELF : ImageOwnerAlias.OTHERS;
        };
    }

    /** An image that becomes available by itself: how far it is. */
    private static Image inProgress(Image image, ImageRow row, LocalDateTime now) {
        if (!now.isBefore(row.availableFrom())) {
            return image.status(ImageStatus.AVAILABLE.getValue()).progress("100%");
        }
        long whole = Duration.between(row.creatingSince(), row.availableFrom()).toMillis();
        long done = Duration.between(row.creatingSince(), now).toMillis();
        return image.status(row.status()).progress(Math.max(0, 100 * done / whole) + "%");
    }
}
