package io.ecsimages.server.catalogue;

import io.ecsimages.server.image.ImageRepository;
import io.ecsimages.server.image.ImageRow;
import io.ecsimages.server.image.ImageStore;
import io.micronaut.json.JsonMapper;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.validation.validator.Validator;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.util.LinkedHashMap;
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
    private final ImageStore store;
    private final AccountTies ties;
    private final TransactionOperations<Connection> transactions;
    private final JsonMapper json;
    private final Validator validator;

    Importer(
            ImageRepository images,
            ImageStore store,
            AccountTies ties,
            TransactionOperations<Connection> transactions,
            JsonMapper json,
            Validator validator) {
        this.images = images;
        this.store = store;
        this.ties = ties;
        this.transactions = transactions;
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
            var rows = byId.values().stream()
                    .map(image -> Ownership.merge(known.get(image.image().getImageId()), regionId, image, account))
                    .toList();
            ties.follow(account, store.save(rows), byId);
            var summary = new Summary(byId.size() - known.size(), known.size());
            byId.clear();
            return summary;
        }
    }
}
