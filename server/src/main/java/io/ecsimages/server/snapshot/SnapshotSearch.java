package io.ecsimages.server.snapshot;

import io.ecsimages.server.model.DescribeSnapshotsRequestUsage;
import io.ecsimages.server.model.SnapshotStatus;
import io.ecsimages.server.store.CatalogueReader;
import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.store.ImageKey;
import io.ecsimages.server.store.ImageQueries;
import io.ecsimages.server.store.ImageRepository;
import io.ecsimages.server.store.SqlCondition;
import io.ecsimages.server.write.ImageEditor;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds the snapshots of accounts: those that are stored, and those of the disks of their images. */
@Singleton
class SnapshotSearch {

    private static final int BATCH_SIZE = 500;

    /**
     * A snapshot of an account.
     *
     * @param ofImage whether an image of the account has it
     * @param progress the progress of its creation, such as {@code 32%}; null if it is accomplished
     */
    record FoundSnapshot(
            Snapshot snapshot, boolean ofImage, @Nullable String progress) {

        SnapshotStatus status() {
            return progress == null ? SnapshotStatus.ACCOMPLISHED : SnapshotStatus.PROGRESSING;
        }

        DescribeSnapshotsRequestUsage usage() {
            return ofImage ? DescribeSnapshotsRequestUsage.IMAGE : DescribeSnapshotsRequestUsage.NONE;
        }

        private FoundSnapshot withStored(Snapshot stored) {
            // A snapshot that is older than the image was not created with it.
            return new FoundSnapshot(
                    stored, true, stored.creationTime().equals(snapshot.creationTime()) ? progress : null);
        }
    }

    private final ImageQueries queries;
    private final ImageRepository images;
    private final SnapshotRepository snapshots;
    private final DiskSnapshots diskSnapshots;
    private final ImageEditor editor;
    private final CatalogueReader reader;

    SnapshotSearch(
            ImageQueries queries,
            ImageRepository images,
            SnapshotRepository snapshots,
            DiskSnapshots diskSnapshots,
            ImageEditor editor,
            CatalogueReader reader) {
        this.queries = queries;
        this.images = images;
        this.snapshots = snapshots;
        this.diskSnapshots = diskSnapshots;
        this.editor = editor;
        this.reader = reader;
    }

    /**
     * Finds the snapshots of an account in a region, each once, in any order.
     *
     * @param snapshotIds the only ids to look at, empty for any
     */
    Collection<FoundSnapshot> find(long account, String regionId, Set<String> snapshotIds) {
        var found = new HashMap<String, FoundSnapshot>();
        oldestFirst(account, regionId, snapshotIds).forEach(image -> {
            var progress = progress(image);
            diskSnapshots
                    .of(image)
                    .forEach(snapshot ->
                            found.putIfAbsent(snapshot.snapshotId(), new FoundSnapshot(snapshot, true, progress)));
        });
        for (Snapshot stored : snapshots.findByAccountIdAndRegionId(account, regionId)) {
            found.merge(
                    stored.snapshotId(),
                    new FoundSnapshot(stored, false, null),
                    (ofImage, alone) -> ofImage.withStored(stored));
        }
        if (!snapshotIds.isEmpty()) {
            found.keySet().retainAll(snapshotIds);
        }
        return found.values();
    }

    /** The images of an account that can have the snapshots, read in batches. */
    private Stream<ImageEntity> oldestFirst(long account, String regionId, Set<String> snapshotIds) {
        var condition = SqlCondition.equal("owner_id", account).and(SqlCondition.equal("region_id", regionId));
        if (!snapshotIds.isEmpty()) {
            condition =
                    condition.and(SqlCondition.exists("image_snapshot", SqlCondition.in("snapshot_id", snapshotIds)));
        }
        var keys = new ArrayList<>(queries.find(condition));
        Collections.reverse(keys);
        return IntStream.iterate(0, start -> start < keys.size(), start -> start + BATCH_SIZE)
                .mapToObj(start -> keys.subList(start, Math.min(keys.size(), start + BATCH_SIZE)))
                .flatMap(this::load);
    }

    private Stream<ImageEntity> load(List<ImageKey> keys) {
        var byKey = images.findByIdIn(keys.stream().map(ImageKey::id).toList()).stream()
                .collect(Collectors.toMap(ImageEntity::key, Function.identity()));
        return keys.stream().map(key -> Objects.requireNonNull(byKey.get(key.id())));
    }

    /** The progress of an image that is being created, otherwise null. */
    @Nullable
    private String progress(ImageEntity image) {
        if (!editor.isBeingCreated(image)) {
            return null;
        } else if (image.availableFrom() == null) {
            return editor.read(image).getProgress();
        }
        reader.markTimeDependent();
        return image.progressAt(editor.now());
    }
}
