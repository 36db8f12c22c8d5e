package io.ecsimages.server.transfer;

import io.ecsimages.server.database.TableStatistics;
import io.ecsimages.server.model.Image;
import io.ecsimages.server.store.ImageAccess;
import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.store.ImageRepository;
import io.ecsimages.server.store.ImageWriter;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Merges imported images into the catalogue in batches, because a dump can be larger than the memory. */
@Singleton
class ImageMerger {

    private static final int BATCH_SIZE = 500;

    /** After so many new images, the database counts rows; and again each time when there are so many times as many. */
    private static final int FIRST_STATISTICS = 2000;

    private static final int GROWTH = 4;

    private final ImageRepository images;
    private final ImageWriter writer;
    private final ImageAccess access;
    private final TableStatistics statistics;

    ImageMerger(ImageRepository images, ImageWriter writer, ImageAccess access, TableStatistics statistics) {
        this.images = images;
        this.writer = writer;
        this.access = access;
        this.statistics = statistics;
    }

    /** @param ids collects the keys of the imported images */
    ImportBatch begin(long account, ImportedIds ids) {
        return new ImportBatch(account, ids);
    }

    /** Merges the images of one dump. A batch contains images of one region, each ImageId at most once. */
    final class ImportBatch {

        private final long account;
        private final ImportedIds ids;
        private final Map<String, ImportedImage> byId = new LinkedHashMap<>();
        private Importer.Summary summary = Importer.Summary.NOTHING;
        private String regionId = "";
        private long nextStatistics = FIRST_STATISTICS;

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
            updateAccess(entities);
            ids.add(regionId, entities);
            summary = summary.plus(new Importer.Summary(byId.size() - existing.size(), existing.size()));
            byId.clear();
            if (summary.added() >= nextStatistics) {
                statistics.refresh();
                nextStatistics *= GROWTH;
            }
        }

        /** Updates the shares and subscriptions of the account to match its dump. */
        private void updateAccess(List<ImageEntity> entities) {
            var own = new ArrayList<Long>();
            var shared = new ArrayList<ImageEntity>();
            var subscribed = new ArrayList<Long>();
            var notSubscribed = new ArrayList<Long>();
            for (ImageEntity entity : entities) {
                var image = Objects.requireNonNull(byId.get(entity.imageId()));
                switch (image.alias()) {
                    case SYSTEM -> {}
                    case SELF -> own.add(entity.id());
                    case OTHERS -> {
                        if (!Boolean.TRUE.equals(image.image().getIsPublic())) {
                            shared.add(entity);
                        }
                    }
                    case MARKETPLACE ->
                        (Boolean.TRUE.equals(image.image().getIsSubscribed()) ? subscribed : notSubscribed)
                                .add(entity.id());
                }
            }
            access.unshare(account, own);
            access.share(account, shared);
            access.subscribe(account, subscribed);
            access.unsubscribe(account, notSubscribed);
        }
    }
}
