package io.ecsimages.server.image;

import io.ecsimages.server.model.Image;
import io.ecsimages.server.model.ImageOwnerAlias;
import io.ecsimages.server.model.ImageStatus;
import io.ecsimages.server.model.Images;
import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.store.ImageRepository;
import io.ecsimages.server.store.ImageSubscriptionRepository;
import io.ecsimages.server.store.SqlCondition;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Renders images from the documents in the catalogue: the document, and what depends on the caller and the time. */
@Singleton
public class DocumentRenderer implements ImageRenderer {

    private static final String CHECKING = "Processing";

    private final ImageRepository images;
    private final ImageSubscriptionRepository subscriptions;
    private final JsonMapper json;
    private final Clock clock;

    DocumentRenderer(ImageRepository images, ImageSubscriptionRepository subscriptions, JsonMapper json, Clock clock) {
        this.images = images;
        this.subscriptions = subscriptions;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public Images render(List<ImageRef> page, long account) {
        var entities = load(page.stream().map(ImageRef::id).toList());
        boolean marketplace = page.stream().anyMatch(ref -> ref.alias() == ImageOwnerAlias.MARKETPLACE);
        var subscribed = marketplace ? subscriptions(account) : Set.<Long>of();
        return new Images()
                .image(page.stream()
                        .map(ref -> render(
                                Objects.requireNonNull(entities.get(ref.id())),
                                ref.alias(),
                                subscribed.contains(ref.id())))
                        .toList());
    }

    /** The images with these keys. */
    public Map<Long, ImageEntity> load(Collection<Long> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        return images.findByIdIn(SqlCondition.padded(keys)).stream()
                .collect(Collectors.toMap(ImageEntity::id, Function.identity()));
    }

    /** The keys of the Marketplace images that an account subscribed to. */
    public Set<Long> subscriptions(long account) {
        return Set.copyOf(subscriptions.findImageByAccountId(account));
    }

    /**
     * Renders one image.
     *
     * @param alias the ImageOwnerAlias that the caller reads
     * @param subscribed whether the caller subscribed to it; counts for Marketplace images only
     */
    public Image render(ImageEntity entity, ImageOwnerAlias alias, boolean subscribed) {
        var image = model(entity).imageOwnerAlias(alias.getValue());
        if (alias == ImageOwnerAlias.MARKETPLACE) {
            image.isSubscribed(subscribed);
        }
        if (image.getIsPublic() == null) {
            image.isPublic(alias == ImageOwnerAlias.SYSTEM);
        }
        if (entity.availableFrom() != null) {
            setProgress(image, entity, LocalDateTime.now(clock));
        }
        if (image.getUsable() == null) {
            image.usable(ImageStatus.AVAILABLE.getValue().equals(image.getStatus()));
        }
        return image;
    }

    private Image model(ImageEntity entity) {
        try {
            return json.readValue(entity.document(), Image.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the document of " + entity.imageId() + " is broken", e);
        }
    }

    /** Sets Status, Progress, Usable and the check of an image that becomes Available by the passage of time. */
    private static void setProgress(Image image, ImageEntity entity, LocalDateTime now) {
        image.status(entity.statusAt(now)).progress(entity.progressAt(now));
        if (now.isBefore(entity.availableFrom())) {
            image.usable(false);
            if (image.getDetectionOptions() != null) {
                image.getDetectionOptions().status(CHECKING);
            }
        }
    }
}
