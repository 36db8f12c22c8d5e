package io.ecsimages.server.catalogue;

import io.ecsimages.server.image.ImageDocuments;
import io.ecsimages.server.image.ImageRepository;
import io.ecsimages.server.image.ImageRow;
import io.ecsimages.server.image.ImageShare;
import io.ecsimages.server.image.ImageShareRepository;
import io.ecsimages.server.image.ImageSnapshot;
import io.ecsimages.server.image.ImageSnapshotRepository;
import io.ecsimages.server.image.ImageTag;
import io.ecsimages.server.image.ImageTagRepository;
import io.ecsimages.server.model.ImageOwnerAlias;
import io.micronaut.json.JsonMapper;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.validation.validator.Validator;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Takes a dump, as one account saw it, into the catalogue: whole, or not at all. An image that the catalogue has already
 * (same region, same ImageId) is brought up to date.
 */
@Singleton
public class Importer {

    private static final int CHUNK = 500;

    private final ImageRepository images;
    private final ImageShareRepository shares;
    private final ImageTagRepository tags;
    private final ImageSnapshotRepository snapshots;
    private final TransactionOperations<Connection> transactions;
    private final ImageDocuments documents;
    private final JsonMapper json;
    private final Validator validator;

    Importer(
            ImageRepository images,
            ImageShareRepository shares,
            ImageTagRepository tags,
            ImageSnapshotRepository snapshots,
            TransactionOperations<Connection> transactions,
            ImageDocuments documents,
            JsonMapper json,
            Validator validator) {
        this.images = images;
        this.shares = shares;
        this.tags = tags;
        this.snapshots = snapshots;
        this.transactions = transactions;
        this.documents = documents;
        this.json = json;
        this.validator = validator;
    }

    /**
     * What an import did.
     *
     * @param added images that are new
     * @param updated images that the catalogue had before
     */
    public record Summary(long added, long updated) {

        Summary plus(Summary other) {
            return new Summary(added + other.added, updated + other.updated);
        }
    }

    /**
     * Imports a dump in one transaction.
     *
     * @param dump the dump
     * @param account whose view of the catalogue it is
     * @throws ImportException if anything in it is wrong; then nothing of it was taken
     */
    public Summary take(Dump dump, long account) {
        return transactions.executeWrite(status -> {
            var summary = new Summary[] {new Summary(0, 0)};
            var chunk = new Chunk(account);
            try {
                dump.forEachImage((regionId, node, place) -> {
                    var image = DumpedImage.read(node, place, json, validator);
                    if (!chunk.fits(regionId, image)) {
                        summary[0] = summary[0].plus(chunk.store());
                    }
                    chunk.add(regionId, image);
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return summary[0].plus(chunk.store());
        });
    }

    /** Some images of one region, each once, that are stored together. */
    private final class Chunk {

        private final long account;
        private final Map<String, DumpedImage> byId = new LinkedHashMap<>();
        private String regionId;

        Chunk(long account) {
            this.account = account;
        }

        boolean fits(String region, DumpedImage image) {
            return byId.isEmpty()
                    || byId.size() < CHUNK
                            && region.equals(regionId)
                            && !byId.containsKey(image.image().getImageId());
        }

        void add(String region, DumpedImage image) {
            regionId = region;
            byId.put(image.image().getImageId(), image);
        }

        Summary store() {
            if (byId.isEmpty()) {
                return new Summary(0, 0);
            }
            var known = images.findByRegionIdAndImageIdIn(regionId, byId.keySet()).stream()
                    .collect(Collectors.toMap(ImageRow::imageId, Function.identity()));
            var added = new ArrayList<ImageRow>();
            var updated = new ArrayList<ImageRow>();
            byId.forEach((imageId, image) -> {
                var row = Ownership.merge(known.get(imageId), regionId, image, account);
                (row.id() == null ? added : updated).add(row);
            });
            var rows = new ArrayList<ImageRow>();
            images.saveAll(added).forEach(rows::add);
            images.updateAll(updated).forEach(rows::add);
            storeParts(rows);
            storeShares(rows);
            var summary = new Summary(added.size(), updated.size());
            byId.clear();
            return summary;
        }

        /** What images are asked for by: written anew from the documents that the rows now hold. */
        private void storeParts(List<ImageRow> rows) {
            var keys = rows.stream().map(ImageRow::id).toList();
            tags.deleteByImageIn(keys);
            snapshots.deleteByImageIn(keys);
            var tagRows = new ArrayList<ImageTag>();
            var snapshotRows = new ArrayList<ImageSnapshot>();
            for (ImageRow row : rows) {
                var image = documents.read(row);
                image.getTags()
                        .getTag()
                        .forEach(tag -> tagRows.add(new ImageTag(null, row.id(), tag.getTagKey(), tag.getTagValue())));
                image.getDiskDeviceMappings().getDiskDeviceMapping().stream()
                        .map(disk -> disk.getSnapshotId())
                        .filter(snapshotId -> !snapshotId.isEmpty())
                        .distinct()
                        .forEach(snapshotId -> snapshotRows.add(new ImageSnapshot(null, row.id(), snapshotId)));
            }
            tags.saveAll(tagRows);
            snapshots.saveAll(snapshotRows);
        }

        /** The dump of an account shows what is shared with it. */
        private void storeShares(List<ImageRow> rows) {
            var shared = rows.stream()
                    .filter(row -> byId.get(row.imageId()).alias() == ImageOwnerAlias.OTHERS)
                    .map(ImageRow::id)
                    .toList();
            if (!shared.isEmpty()) {
                var known = shares.findByAccountIdAndImageIn(account, shared).stream()
                        .map(ImageShare::image)
                        .collect(Collectors.toSet());
                shares.saveAll(shared.stream()
                        .filter(image -> !known.contains(image))
                        .map(image -> new ImageShare(null, image, account))
                        .toList());
            }
        }
    }
}
