package io.ecsimages.server.image;

import io.ecsimages.server.edition.Edition;
import io.ecsimages.server.edition.EditionCache;
import io.ecsimages.server.image.ImageDocuments.View;
import io.ecsimages.server.image.Listing.Item;
import io.ecsimages.server.model.ImageOwnerAlias;
import io.ecsimages.server.model.Images;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The images of a page, as an account sees them. */
@Singleton
class ImagePages {

    private static final double HEAP_PART = 0.15;
    private static final int ENTRY_BYTES = 400;

    private final ImageRepository images;
    private final ImageDocuments documents;
    private final JsonMapper json;
    private final Clock clock;
    private final EditionCache<View, byte[]> written =
            new EditionCache<>(HEAP_PART, document -> document.length + ENTRY_BYTES);

    ImagePages(ImageRepository images, ImageDocuments documents, JsonMapper json, Clock clock) {
        this.images = images;
        this.documents = documents;
        this.json = json;
        this.clock = clock;
    }

    /** Images that are written already, in JSON. To whoever asks for images themselves, there are none. */
    static final class Written extends Images {

        private final List<byte[]> documents;

        private Written(List<byte[]> documents) {
            this.documents = documents;
        }

        List<byte[]> documents() {
            return documents;
        }
    }

    /**
     * Images of an answer.
     *
     * @param lasts whether they look the same as long as the catalogue has this edition: none of them is in the making
     */
    record Shown(Images images, boolean lasts) {}

    /** The images, to be written in any format. */
    Shown read(List<Item> page, long account) {
        var now = LocalDateTime.now(clock);
        var views = documents.views(account, page);
        var rows = rows(views);
        return new Shown(
                new Images()
                        .image(views.stream()
                                .map(view -> documents.read(rows.get(view.id()), view, now))
                                .toList()),
                rows.values().stream().allMatch(ImagePages::lasts));
    }

    /** The images in JSON: in one edition, each is written once for all who see it alike. */
    Shown write(Edition edition, List<Item> page, long account) {
        var views = documents.views(account, page);
        var known = new byte[views.size()][];
        Arrays.setAll(known, i -> written.get(edition, views.get(i)));
        var rows = rows(IntStream.range(0, known.length)
                .filter(i -> known[i] == null)
                .mapToObj(views::get)
                .toList());
        for (int i = 0; i < known.length; i++) {
            if (known[i] == null) {
                known[i] = write(edition, rows.get(views.get(i).id()), views.get(i));
            }
        }
        return new Shown(new Written(List.of(known)), rows.values().stream().allMatch(ImagePages::lasts));
    }

    /** The same, where nothing must be read; null if something must be: of the market, who subscribed. */
    @Nullable
    Shown known(Edition edition, List<Item> page, long account) {
        if (page.stream().anyMatch(item -> item.alias() == ImageOwnerAlias.MARKETPLACE)) {
            return null;
        }
        var known = documents.views(account, page).stream()
                .map(view -> written.get(edition, view))
                .toList();
        return known.contains(null) ? null : new Shown(new Written(known), true);
    }

    private byte[] write(Edition edition, ImageRow row, View view) {
        try {
            var document = json.writeValueAsBytes(documents.read(row, view, LocalDateTime.now(clock)));
            if (lasts(row)) {
                written.put(edition, view, document);
            }
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean lasts(ImageRow row) {
        return row.availableFrom() == null;
    }

    private Map<Long, ImageRow> rows(Collection<View> views) {
        return views.isEmpty()
                ? Map.of()
                : images.findByIdIn(views.stream().map(View::id).toList()).stream()
                        .collect(Collectors.toMap(ImageRow::id, Function.identity()));
    }
}
