package io.ecsimages.server.image;

import io.ecsimages.server.edition.Edition;
import io.ecsimages.server.edition.EditionCache;
import io.ecsimages.server.image.ImageDocuments.View;
import io.ecsimages.server.image.ImageList.Entry;
import io.ecsimages.server.model.ImageOwnerAlias;
import io.ecsimages.server.model.Images;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The images of a page, as an account sees them. */
@Singleton
class ImagePages {

    private static final double HEAP_PART = 0.15;
    private static final int ENTRY_BYTES = 400;
    private static final double SUBSCRIPTIONS_HEAP_PART = 0.02;
    private static final int SUBSCRIPTION_BYTES = 60;

    private final ImageRepository images;
    private final ImageDocuments documents;
    private final JsonMapper json;
    private final Clock clock;
    private final EditionCache<Long, byte[]> written =
            new EditionCache<>(HEAP_PART, document -> document.length + ENTRY_BYTES);
    private final EditionCache<Long, Set<Long>> subscriptions =
            new EditionCache<>(SUBSCRIPTIONS_HEAP_PART, images -> SUBSCRIPTION_BYTES * (images.size() + 5));

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
    Shown read(Edition edition, List<Entry> page, long account) {
        var now = LocalDateTime.now(clock);
        var views = views(page, subscriptions(edition, page, account));
        var rows = rows(views);
        return new Shown(
                new Images()
                        .image(views.stream()
                                .map(view -> documents.read(rows.get(view.id()), view, now))
                                .toList()),
                rows.values().stream().allMatch(ImagePages::lasts));
    }

    /** The images in JSON: in one edition, each is written once for all who see it alike. */
    Shown write(Edition edition, List<Entry> page, long account) {
        var views = views(page, subscriptions(edition, page, account));
        var known = new byte[views.size()][];
        Arrays.setAll(known, i -> written.get(edition, views.get(i).key()));
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

    /** The same, where nothing must be read; null if something must be. */
    @Nullable
    Shown known(Edition edition, List<Entry> page, long account) {
        var subscribed = isOfMarket(page) ? subscriptions.get(edition, account) : Set.<Long>of();
        if (subscribed == null) {
            return null;
        }
        var known = new byte[page.size()][];
        var views = views(page, subscribed);
        for (int i = 0; i < known.length; i++) {
            known[i] = written.get(edition, views.get(i).key());
            if (known[i] == null) {
                return null;
            }
        }
        return new Shown(new Written(List.of(known)), true);
    }

    private Set<Long> subscriptions(Edition edition, List<Entry> page, long account) {
        return isOfMarket(page) ? subscriptions.get(edition, account, documents::subscriptions) : Set.of();
    }

    private static boolean isOfMarket(List<Entry> page) {
        return page.stream().anyMatch(entry -> entry.alias() == ImageOwnerAlias.MARKETPLACE);
    }

    private static List<View> views(List<Entry> page, Set<Long> subscribed) {
        return page.stream()
                .map(entry -> new View(entry.id(), entry.alias(), subscribed.contains(entry.id())))
                .toList();
    }

    private byte[] write(Edition edition, ImageRow row, View view) {
        try {
            var document = json.writeValueAsBytes(documents.read(row, view, LocalDateTime.now(clock)));
            if (lasts(row)) {
                written.put(edition, view.key(), document);
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
        if (views.isEmpty()) {
            return Map.of();
        }
        var ids = new ArrayList<>(views.stream().map(View::id).toList());
        // Few lengths make few statements, which the database knows already.
        while (Integer.bitCount(ids.size()) > 1) {
            ids.add(ids.get(0));
        }
        return images.findByIdIn(ids).stream().collect(Collectors.toMap(ImageRow::id, Function.identity()));
    }
}
