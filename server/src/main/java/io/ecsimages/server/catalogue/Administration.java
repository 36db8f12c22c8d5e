package io.ecsimages.server.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ecsimages.server.edition.Editions;
import io.ecsimages.server.image.ImageDocuments;
import io.ecsimages.server.image.ImageParts.Shares;
import io.ecsimages.server.image.ImageRepository;
import io.ecsimages.server.image.ImageRow;
import io.ecsimages.server.image.ImageStore;
import io.ecsimages.server.model.Image;
import io.ecsimages.server.model.ImageStatus;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;

/** What an operator does to single images of the catalogue. */
@Singleton
public class Administration {

    private final ImageRepository images;
    private final ImageStore store;
    private final ImageDocuments documents;
    private final Shares shares;
    private final VisibleImages visible;
    private final AccountTies ties;
    private final Editions editions;
    private final Clock clock;

    Administration(
            ImageRepository images,
            ImageStore store,
            ImageDocuments documents,
            Shares shares,
            VisibleImages visible,
            AccountTies ties,
            Editions editions,
            Clock clock) {
        this.images = images;
        this.store = store;
        this.documents = documents;
        this.shares = shares;
        this.visible = visible;
        this.ties = ties;
        this.editions = editions;
        this.clock = clock;
    }

    /**
     * The image of this id.
     *
     * @param regionId its region, needed where several regions have an image of this id
     * @throws ImportException if there is none, or more than one
     */
    public ImageRow find(String imageId, @Nullable String regionId) {
        var found = images.findByImageId(imageId).stream()
                .filter(row -> regionId == null || row.regionId().equals(regionId))
                .toList();
        if (found.isEmpty()) {
            throw new ImportException(imageId, "there is no such image" + (regionId == null ? "" : " in " + regionId));
        } else if (found.size() > 1) {
            throw new ImportException(imageId, "it is in several regions; name one with --region");
        }
        return found.get(0);
    }

    /** Whether an image is still there: what nobody can see any more is deleted. */
    public boolean has(ImageRow image) {
        return images.existsById(image.id());
    }

    /** Shares an account's image with another account, or ends that. */
    @Transactional
    public void share(ImageRow image, long account, boolean shared) {
        editions.change();
        if (!image.source().equals(ImageRow.ACCOUNT)) {
            throw new ImportException(image.imageId(), "only images of accounts can be shared");
        } else if (image.ownerId() != null && image.ownerId() == account) {
            throw new ImportException(image.imageId(), "the account owns it");
        }
        if (shared) {
            ties.share(account, List.of(image));
        } else {
            ties.unshare(account, List.of(image.id()));
        }
        boolean any = !shares.findByImageOrderByAccountId(image.id()).isEmpty();
        save(
                image,
                documents.tree(image).put(Image.JSON_PROPERTY_IS_SELF_SHARED, any ? "True" : "False"),
                image.isPublic());
        visible.deleteUnseen(image.regionId());
    }

    /** Subscribes an account to an image of the market, or ends that. */
    @Transactional
    public void subscribe(ImageRow image, long account, boolean subscribed) {
        editions.change();
        if (!image.source().equals(ImageRow.MARKETPLACE)) {
            throw new ImportException(image.imageId(), "only images of the market can be subscribed to");
        }
        if (subscribed) {
            ties.subscribe(account, List.of(image.id()));
        } else {
            ties.unsubscribe(account, List.of(image.id()));
        }
    }

    /** Makes an account's image a community image, or ends that. */
    @Transactional
    public void publish(ImageRow image, boolean published) {
        editions.change();
        if (!image.source().equals(ImageRow.ACCOUNT)) {
            throw new ImportException(image.imageId(), "only images of accounts can be published");
        }
        save(image, documents.tree(image).put(Image.JSON_PROPERTY_IS_PUBLIC, published), published);
        visible.deleteUnseen(image.regionId());
    }

    /** Puts an image into the making, from now on, for this time; then it becomes available by itself. */
    @Transactional
    public void create(ImageRow image, Duration duration) {
        editions.change();
        var now = LocalDateTime.now(clock);
        var status = ImageStatus.CREATING.getValue();
        var document =
                documents.tree(image).put(Image.JSON_PROPERTY_STATUS, status).toString();
        store.save(List.of(image.inTheMaking(status, now, now.plus(duration), document)));
    }

    private void save(ImageRow image, ObjectNode document, boolean isPublic) {
        store.save(List.of(image.with(isPublic, document.toString())));
    }
}
