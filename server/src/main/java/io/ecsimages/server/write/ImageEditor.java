package io.ecsimages.server.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ecsimages.server.model.Image;
import io.ecsimages.server.model.ImageStatus;
import io.ecsimages.server.protocol.UtcTime;
import io.ecsimages.server.store.CatalogueChange;
import io.ecsimages.server.store.CatalogueVersions;
import io.ecsimages.server.store.ImageAccess;
import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.store.ImageRepository;
import io.ecsimages.server.store.ImageShareRepository;
import io.ecsimages.server.store.ImageWriter;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Changes images: the columns, the document and the rows of other tables together. For operations and commands, which check that the
 * change is allowed, in their transaction.
 */
@Singleton
public class ImageEditor {

    private static final String CREATED = "100%";

    private final ImageRepository images;
    private final ImageWriter writer;
    private final ImageAccess access;
    private final ImageShareRepository shares;
    private final CatalogueVersions versions;
    private final JsonMapper json;
    private final Clock clock;

    ImageEditor(
            ImageRepository images,
            ImageWriter writer,
            ImageAccess access,
            ImageShareRepository shares,
            CatalogueVersions versions,
            JsonMapper json,
            Clock clock) {
        this.images = images;
        this.writer = writer;
        this.access = access;
        this.shares = shares;
        this.versions = versions;
        this.json = json;
        this.clock = clock;
    }

    /** The time, in UTC. */
    public LocalDateTime now() {
        return LocalDateTime.now(clock);
    }

    /**
     * Creates an image of an account.
     *
     * @param image the image with its ImageId, name, disks and tags
     * @param duration the time until it is Available
     */
    public ImageEntity create(Image image, String regionId, long account, Duration duration) {
        var now = now();
        image.creationTime(UtcTime.format(now)).imageOwnerId(account);
        boolean failed = ImageStatus.CREATE_FAILED.getValue().equals(image.getStatus());
        if (!failed) {
            image.status((duration.isZero() ? ImageStatus.AVAILABLE : ImageStatus.CREATING).getValue());
        }
        image.progress(failed ? "0%" : CREATED);
        var entity = ImageEntity.of(
                null,
                regionId,
                ImageEntity.ACCOUNT,
                account,
                true,
                now.truncatedTo(ChronoUnit.SECONDS),
                image,
                write(image));
        if (!failed && !duration.isZero()) {
            entity = entity.becomingAvailable(now, now.plus(duration));
        }
        var created =
                writer.save(List.of(entity), Map.of(image.getImageId(), image)).get(0);
        record(created, created, List.of());
        return created;
    }

    /** Changes the document of an image, and with it the columns, tags, snapshots and capabilities. */
    public ImageEntity edit(ImageEntity image, Consumer<ObjectNode> change) {
        var current = image;
        var document = image.tree();
        if (image.availableFrom() != null && !now().isBefore(image.availableFrom())) {
            document.put(Image.JSON_PROPERTY_STATUS, ImageStatus.AVAILABLE.getValue());
            document.put(Image.JSON_PROPERTY_PROGRESS, CREATED);
            current = image.becomingAvailable(null, null);
        }
        change.accept(document);
        var text = document.toString();
        var model = read(text);
        var edited = writer.save(List.of(current.describedBy(model, text)), Map.of(image.imageId(), model))
                .get(0);
        record(image, edited, sharedWith(image));
        return edited;
    }

    private List<Long> sharedWith(ImageEntity image) {
        return shares.findAccountIdByImageOrderByAccountId(image.key());
    }

    private void record(ImageEntity before, ImageEntity after, Collection<Long> sharedWith) {
        versions.record(CatalogueChange.of(before, after, sharedWith));
    }

    /** Returns whether an image is neither Available nor failed yet. */
    public boolean isBeingCreated(ImageEntity image) {
        var status = image.statusAt(now());
        return status.equals(ImageStatus.CREATING.getValue()) || status.equals(ImageStatus.WAITING.getValue());
    }

    /** Sets an image to Creating for a duration, then to Available. */
    public void setCreating(ImageEntity image, Duration duration) {
        var now = now();
        var edited = edit(image, document -> document.put(Image.JSON_PROPERTY_STATUS, ImageStatus.CREATING.getValue()));
        writer.update(edited.becomingAvailable(now, now.plus(duration)));
    }

    /** Shares an image with accounts. */
    public void share(ImageEntity image, List<Long> accounts) {
        accounts.forEach(account -> access.share(account, List.of(image)));
        updateSelfShared(image);
    }

    /** Stops sharing an image with accounts. */
    public void unshare(ImageEntity image, List<Long> accounts) {
        record(image, image, accounts);
        accounts.forEach(account -> access.unshare(account, List.of(image.key())));
        updateSelfShared(image);
    }

    private void updateSelfShared(ImageEntity image) {
        var shared = shares.existsByImage(image.key()) ? "True" : "False";
        edit(image, document -> document.put(Image.JSON_PROPERTY_IS_SELF_SHARED, shared));
        images.deleteInvisible(image.regionId());
    }

    /** Publishes an image as a community image, or withdraws it. */
    public void publish(ImageEntity image, boolean published) {
        edit(image, document -> document.put(Image.JSON_PROPERTY_IS_PUBLIC, published));
        images.deleteInvisible(image.regionId());
    }

    /** Deletes an image with its shares and tags. */
    public void delete(ImageEntity image) {
        record(image, image, sharedWith(image));
        images.deleteById(image.key());
    }

    /** Returns what the document of an image says. */
    public Image read(ImageEntity image) {
        return read(image.document());
    }

    private Image read(String document) {
        try {
            return json.readValue(document, Image.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the document of an image is broken", e);
        }
    }

    private String write(Image image) {
        try {
            return json.writeValueAsString(image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
