package io.ecsimages.server.transfer;

import io.ecsimages.server.database.RetryPolicy;
import io.ecsimages.server.database.SqlErrors;
import io.ecsimages.server.store.CatalogueChange;
import io.ecsimages.server.store.CatalogueVersions;
import io.micronaut.json.JsonMapper;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.validation.validator.Validator;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Imports the dumps of an account into the catalogue. A dump is imported completely or not at all. An image that already
 * exists (same region and ImageId) is updated.
 */
@Singleton
public class Importer {

    private final ImageMerger merger;
    private final StaleImageRemover staleImages;
    private final CatalogueVersions versions;
    private final TransactionOperations<Connection> transactions;
    private final JsonMapper json;
    private final Validator validator;

    Importer(
            ImageMerger merger,
            StaleImageRemover staleImages,
            CatalogueVersions versions,
            TransactionOperations<Connection> transactions,
            JsonMapper json,
            Validator validator) {
        this.merger = merger;
        this.staleImages = staleImages;
        this.versions = versions;
        this.transactions = transactions;
        this.json = json;
        this.validator = validator;
    }

    /**
     * The result of an import.
     *
     * @param added the number of new images
     * @param updated the number of images that existed before
     * @param deleted the number of deleted images
     * @param unshared the number of images that are no longer shared with the account
     * @param pages the responses that have a TotalCount
     */
    public record Summary(long added, long updated, long deleted, long unshared, List<PageHeader> pages) {

        /** The result of no import. */
        public static final Summary NOTHING = new Summary(0, 0);

        Summary(long added, long updated) {
            this(added, updated, 0, 0, List.of());
        }

        /** Adds the results of two imports. */
        public Summary plus(Summary other) {
            return new Summary(
                    added + other.added,
                    updated + other.updated,
                    deleted + other.deleted,
                    unshared + other.unshared,
                    Stream.concat(pages.stream(), other.pages.stream()).toList());
        }

        /** Describes each listing that has fewer images than its TotalCount, in one line. */
        public List<String> gaps() {
            return new CompletenessCheck(pages).gaps();
        }
    }

    /**
     * Imports a dump in one transaction.
     *
     * @param account the account that sent the requests
     * @throws ImportException if the dump is invalid; the catalogue does not change
     */
    public Summary importDump(Dump dump, long account) {
        return runInTransaction(() -> importDump(dump, account, new ImportedIds()));
    }

    /**
     * Imports the images of a dump into each of several regions, in one transaction.
     *
     * @param dump responses of one region; which one does not matter
     * @throws ImportException if the dump is invalid; the catalogue does not change
     */
    Summary importDump(Dump dump, List<String> regions, long account) {
        return runInTransaction(() -> {
            var images = new ArrayList<ImportedImage>();
            readImages(dump, (regionId, image) -> images.add(image));
            var batch = merger.begin(account, new ImportedIds());
            regions.forEach(region -> images.forEach(image -> batch.add(region, image)));
            return batch.end();
        });
    }

    /**
     * Imports dumps in one transaction and deletes stale images of the account in the regions of the dumps.
     *
     * @throws ImportException if a dump is invalid, or a listing is incomplete; the catalogue does not change
     */
    public Summary replace(List<Dump> dumps, long account) {
        return runInTransaction(() -> {
            var ids = new ImportedIds();
            var summary = Summary.NOTHING;
            for (Dump dump : dumps) {
                summary = summary.plus(importDump(dump, account, ids));
            }
            for (String gap : summary.gaps()) {
                throw new ImportException(gap, "the missing images would be deleted; pass every page");
            }
            return summary.plus(staleImages.remove(ids, account));
        });
    }

    /** Runs imports, returns their result, and rolls them back. */
    public <T> T dryRun(Supplier<T> imports) {
        return transactions.executeWrite(status -> {
            status.setRollbackOnly();
            return imports.get();
        });
    }

    /** Runs imports in one transaction; retries if another import changed the same images. */
    private Summary runInTransaction(Supplier<Summary> imports) {
        return RetryPolicy.FEW.run(
                () -> transactions.executeWrite(status -> {
                    versions.record(CatalogueChange.EVERYTHING);
                    return imports.get();
                }),
                failure -> SqlErrors.isConflict(failure) || SqlErrors.isDuplicate(failure));
    }

    private Summary importDump(Dump dump, long account, ImportedIds ids) {
        var batch = merger.begin(account, ids);
        var pages = readImages(dump, batch::add);
        ids.add(pages.stream().map(PageHeader::regionId).toList());
        var pagesWithTotal =
                pages.stream().filter(page -> page.totalCount() != null).toList();
        return batch.end().plus(new Summary(0, 0, 0, 0, pagesWithTotal));
    }

    /** Reads and validates the images of a dump, and returns the headers of its responses. */
    private List<PageHeader> readImages(Dump dump, BiConsumer<String, ImportedImage> consumer) {
        try {
            var pages = dump.pages();
            dump.forEachImage(
                    pages.iterator(),
                    (regionId, node, location) ->
                            consumer.accept(regionId, ImportedImage.read(node, location, json, validator)));
            return pages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
