package io.ecsimages.server.transfer;

import io.ecsimages.server.model.Image;
import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.store.ImageRepository;
import io.ecsimages.server.store.ImageWriter;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Merges the images of dumps into the catalogue in batches, because a dump can be larger than the memory. */
@Singleton
class ImageMerger {

    private static final int BATCH_SIZE = 500;

    private final ImageRepository images;
    private final ImageWriter writer;
    private final Entitlements entitlements;

    ImageMerger(ImageRepository images, ImageWriter writer, Entitlements entitlements) {
        this.images = images;
        this.writer = writer;
        this.entitlements = entitlements;
    }

    /** @param ids collects what the dump contains */
    ImportBatch begin(long account, ImportedIds ids) {
        return new ImportBatch(account, ids);
    }

    /** The images of one dump. A batch holds images of one region, each ImageId once. */
    final class ImportBatch {

        private final long account;
        private final ImportedIds ids;
        private final Map<String, ImportedImage> byId = new LinkedHashMap<>();
        private Importer.Summary summary = Importer.Summary.NOTHING;
        private String regionId = "";

        private ImportBatch(long account, ImportedIds ids) {
            this.account = account;
            this.ids = ids;
        }

        void add(String region, ImportedImage image) {
            var imageId = image.image().getImageId();
            if (byId.size() == BATCH_SIZE || !region.equals(regionId) || byId.containsKey(imageId)) {
                flush();
            }
            regionId = region;
            byId.put(imageId, image);
        }

        Importer.Summary end() {
            flush();
            return summary;
        }

        @SuppressWarnings("ReferenceEquality")
        private void flush() {
            if (byId.isEmpty()) {
                return;
            }
            var existing = images.findByImageIdInAndRegionId(byId.keySet(), regionId).stream()
                    .collect(Collectors.toMap(ImageEntity::imageId, Function.identity()));
            var entities = new ArrayList<ImageEntity>();
            var changed = new ArrayList<ImageEntity>();
            var models = new HashMap<String, Image>();
            byId.forEach((imageId, image) -> {
                var known = existing.get(imageId);
                var merged = OwnershipResolver.merge(known, regionId, image, account);
                if (merged == known) {
                    entities.add(known);
                } else {
                    changed.add(merged);
                    models.put(imageId, image.image());
                }
            });
            entities.addAll(writer.save(changed, models));
            entitlements.reconcile(account, entities, byId);
            ids.add(regionId, entities);
            summary = summary.plus(new Importer.Summary(byId.size() - existing.size(), existing.size()));
            byId.clear();
        }
    }
}
