package io.ecsimages.server.image;

import io.ecsimages.server.image.ImageParts.Snapshot;
import io.ecsimages.server.image.ImageParts.Tag;
import io.ecsimages.server.model.DiskDeviceMapping;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Writes images, each with the parts that it is asked for by. */
@Singleton
public class ImageStore {

    private final ImageRepository images;
    private final ImageParts.Tags tags;
    private final ImageParts.Snapshots snapshots;
    private final ImageParts.Capabilities capabilities;
    private final ImageDocuments documents;

    ImageStore(
            ImageRepository images,
            ImageParts.Tags tags,
            ImageParts.Snapshots snapshots,
            ImageParts.Capabilities capabilities,
            ImageDocuments documents) {
        this.images = images;
        this.tags = tags;
        this.snapshots = snapshots;
        this.capabilities = capabilities;
        this.documents = documents;
    }

    /** Adds the rows without an id, and brings the others up to date. */
    public List<ImageRow> save(List<ImageRow> rows) {
        var saved = new ArrayList<ImageRow>(rows.size());
        images.saveAll(rows.stream().filter(row -> row.id() == null).toList()).forEach(saved::add);
        images.updateAll(rows.stream().filter(row -> row.id() != null).toList()).forEach(saved::add);
        saveParts(saved);
        return saved;
    }

    private void saveParts(List<ImageRow> rows) {
        var keys = rows.stream().map(ImageRow::id).toList();
        tags.deleteByImageIn(keys);
        snapshots.deleteByImageIn(keys);
        capabilities.deleteByImageIn(keys);
        var tagRows = new ArrayList<Tag>();
        var snapshotRows = new ArrayList<Snapshot>();
        var capabilityRows = new ArrayList<ImageParts.Capability>();
        for (ImageRow row : rows) {
            long key = row.id();
            var image = documents.read(row);
            image.getTags()
                    .getTag()
                    .forEach(tag -> tagRows.add(new Tag(null, key, tag.getTagKey(), tag.getTagValue())));
            image.getDiskDeviceMappings().getDiskDeviceMapping().stream()
                    .map(DiskDeviceMapping::getSnapshotId)
                    .filter(snapshotId -> !snapshotId.isEmpty())
                    .distinct()
                    .forEach(snapshotId -> snapshotRows.add(new Snapshot(null, key, snapshotId)));
            Capability.of(image).forEach(name -> capabilityRows.add(new ImageParts.Capability(null, key, name)));
        }
        tags.saveAll(tagRows);
        snapshots.saveAll(snapshotRows);
        capabilities.saveAll(capabilityRows);
    }
}
