package io.ecsimages.server.catalogue;

import io.ecsimages.server.image.ImageRow;
import io.ecsimages.server.image.ImageStore;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Merges the images of dumps into the catalogue, some at a time: a dump may be larger than the memory. */
@Singleton
class Merging {

    private static final int CHUNK = 500;

    private final KnownImages images;
    private final ImageStore store;
    private final AccountTies ties;

    Merging(KnownImages images, ImageStore store, AccountTies ties) {
        this.images = images;
        this.store = store;
        this.ties = ties;
    }

    /** @param held learns what the dump holds */
    OfDump begin(long account, HeldImages held) {
        return new OfDump(account, held);
    }

    /** The images of one dump. Those that are stored together are of one region, each once. */
    final class OfDump {

        private final long account;
        private final HeldImages held;
        private final Map<String, DumpedImage> byId = new LinkedHashMap<>();
        private Importer.Summary summary = Importer.Summary.NOTHING;
        private String regionId;

        private OfDump(long account, HeldImages held) {
            this.account = account;
            this.held = held;
        }

        void add(String region, DumpedImage image) {
            var imageId = image.image().getImageId();
            if (byId.size() == CHUNK || !region.equals(regionId) || byId.containsKey(imageId)) {
                store();
            }
            regionId = region;
            byId.put(imageId, image);
        }

        Importer.Summary end() {
            store();
            return summary;
        }

        private void store() {
            if (byId.isEmpty()) {
                return;
            }
            var known = images.findByImageIdInAndRegionId(byId.keySet(), regionId).stream()
                    .collect(Collectors.toMap(ImageRow::imageId, Function.identity()));
            var rows = byId.entrySet().stream()
                    .map(dumped -> Ownership.merge(known.get(dumped.getKey()), regionId, dumped.getValue(), account))
                    .toList();
            var saved = store.save(rows);
            ties.follow(account, saved, byId);
            held.add(regionId, saved);
            summary = summary.plus(new Importer.Summary(byId.size() - known.size(), known.size()));
            byId.clear();
        }
    }
}
