package io.ecsimages.server.cache;

import io.ecsimages.server.image.DocumentRenderer;
import io.ecsimages.server.image.ImageRef;
import io.ecsimages.server.image.ImageRenderer;
import io.ecsimages.server.model.Image;
import io.ecsimages.server.model.ImageOwnerAlias;
import io.ecsimages.server.model.Images;
import io.ecsimages.server.protocol.XmlWriter;
import io.ecsimages.server.store.CatalogueScope;
import io.ecsimages.server.store.ImageEntity;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/** Keeps images serialized, once for all callers that read them alike. */
@Singleton
@Primary
@Requires(property = "ecs-images.cache.enabled", notEquals = "false")
final class CachedImageRenderer implements ImageRenderer {

    private static final double HEAP_FRACTION = 0.25;
    private static final int ENTRY_BYTES = 400;
    private static final double SUBSCRIPTIONS_HEAP_FRACTION = 0.02;
    private static final int SUBSCRIPTION_BYTES = 60;

    /** What decides how an image is rendered. */
    private record View(long id, ImageOwnerAlias alias, boolean subscribed) {

        CatalogueScope scope() {
            return new CatalogueScope.OneImage(id);
        }
    }

    /** A rendered image, serialized in XML when that is first needed. */
    private static final class RenderedImage {

        private final byte[] json;

        /** Whether it looks different later, even if the catalogue does not change. */
        private final boolean timeDependent;

        private volatile byte @Nullable [] xml;

        RenderedImage(byte[] json, boolean timeDependent) {
            this.json = json;
            this.timeDependent = timeDependent;
        }

        int bytes() {
            var inXml = xml;
            return ENTRY_BYTES + json.length + (inXml == null ? 0 : inXml.length);
        }
    }

    private final DocumentRenderer documents;
    private final JsonMapper json;
    private final XmlWriter<?> xml;
    private final VersionedCache<View, RenderedImage> rendered =
            VersionedCache.ofScope(HEAP_FRACTION, RenderedImage::bytes, View::scope);
    private final VersionedCache<Long, Set<Long>> subscriptions = VersionedCache.ofScope(
            SUBSCRIPTIONS_HEAP_FRACTION,
            images -> SUBSCRIPTION_BYTES * (images.size() + 5),
            CatalogueScope.AccountData::new);

    CachedImageRenderer(DocumentRenderer documents, JsonMapper json, XmlWriter<?> xml) {
        this.documents = documents;
        this.json = json;
        this.xml = xml;
    }

    @Override
    public Images render(List<ImageRef> page, long account) {
        boolean marketplace = page.stream().anyMatch(ref -> ref.alias() == ImageOwnerAlias.MARKETPLACE);
        var subscribed = marketplace ? subscriptions.get(account, documents::subscriptions) : Set.<Long>of();
        var views = page.stream()
                .map(ref -> new View(ref.id(), ref.alias(), subscribed.contains(ref.id())))
                .toList();
        var images = rendered.getAll(views, this::render, image -> !image.timeDependent);
        var found = views.stream()
                .map(view -> Objects.requireNonNull(images.get(view)))
                .toList();
        return new PreserializedImages(
                found.stream().map(image -> image.json).toList(),
                () -> IntStream.range(0, found.size())
                        .mapToObj(i -> xml(views.get(i), found.get(i)))
                        .toList(),
                json);
    }

    private byte[] xml(View view, RenderedImage image) {
        var known = image.xml;
        if (known != null) {
            return known;
        }
        try {
            var element = xml.element(Images.JSON_PROPERTY_IMAGE, json.readValue(image.json, Image.class));
            image.xml = element;
            rendered.weighAgain(view);
            return element;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<View, RenderedImage> render(Collection<View> views) {
        var entities = documents.load(views.stream().map(View::id).toList());
        var images = new HashMap<View, RenderedImage>();
        views.forEach(view -> images.put(view, render(view, Objects.requireNonNull(entities.get(view.id)))));
        return images;
    }

    private RenderedImage render(View view, ImageEntity entity) {
        try {
            var image = documents.render(entity, view.alias, view.subscribed);
            return new RenderedImage(json.writeValueAsBytes(image), entity.availableFrom() != null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
