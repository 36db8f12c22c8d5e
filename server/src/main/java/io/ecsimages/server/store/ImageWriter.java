package io.ecsimages.server.store;

import io.ecsimages.server.model.DiskDeviceMapping;
import io.ecsimages.server.model.Image;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes images together with their tags, snapshots and capabilities. */
@Singleton
public class ImageWriter {

    private final ImageRepository images;
    private final ImageTagRepository tags;
    private final ImageSnapshotRepository snapshots;
    private final ImageFeatureRepository features;
    private final ImageInserter inserter;

    ImageWriter(
            ImageRepository images,
            ImageTagRepository tags,
            ImageSnapshotRepository snapshots,
            ImageFeatureRepository features,
            ImageInserter inserter) {
        this.images = images;
        this.tags = tags;
        this.snapshots = snapshots;
        this.features = features;
        this.inserter = inserter;
    }

    /**
     * Inserts the images without a key and updates the others.
     *
     * @param models what each document says, by region-wide unique ImageId of the entity
     * @return the images with their keys
     */
    public List<ImageEntity> save(List<ImageEntity> entities, Map<String, Image> models) {
        var saved = new ArrayList<ImageEntity>(entities.size());
        saved.addAll(inserter.insert(
                entities.stream().filter(image -> image.id() == null).toList()));
        var known = entities.stream().filter(image -> image.id() != null).toList();
        if (!known.isEmpty()) {
            images.updateAll(known).forEach(saved::add);
            deleteChildren(known.stream().map(ImageEntity::id).toList());
        }
        insertChildren(saved, models);
        return saved;
    }

    /** Updates one image whose tags, snapshots and capabilities stay as they are. */
    public void update(ImageEntity image) {
        images.update(image);
    }

    private void deleteChildren(List<Long> keys) {
        tags.deleteByImageIn(keys);
        snapshots.deleteByImageIn(keys);
        features.deleteByImageIn(keys);
    }

    private void insertChildren(List<ImageEntity> entities, Map<String, Image> models) {
        var newTags = new ArrayList<ImageTag>();
        var newSnapshots = new ArrayList<ImageSnapshot>();
        var newFeatures = new ArrayList<ImageFeature>();
        for (ImageEntity entity : entities) {
            var image = Objects.requireNonNull(models.get(entity.imageId()));
            image.getTags()
                    .getTag()
                    .forEach(tag -> newTags.add(new ImageTag(entity.key(), tag.getTagKey(), tag.getTagValue())));
            image.getDiskDeviceMappings().getDiskDeviceMapping().stream()
                    .map(DiskDeviceMapping::getSnapshotId)
                    .filter(snapshotId -> !snapshotId.isEmpty())
                    .distinct()
                    .forEach(snapshotId -> newSnapshots.add(new ImageSnapshot(entity.key(), snapshotId)));
            ImageCapability.of(image).forEach(name -> newFeatures.add(new ImageFeature(entity.key(), name)));
        }
        tags.saveAll(newTags);
        snapshots.saveAll(newSnapshots);
        features.saveAll(newFeatures);
    }
}
