package io.ecsimages.server.transfer;

import io.ecsimages.server.database.RetryPolicy;
import io.ecsimages.server.database.SqlErrors;
import io.ecsimages.server.store.CatalogueVersions;
import io.micronaut.json.JsonMapper;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.validation.validator.Validator;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Takes a dump, as one account saw it, into the catalogue: whole, or not at all. An image that the catalogue has already
 * (same region, same ImageId) is brought up to date.
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
     * What an import did.
     *
     * @param added images that are new
     * @param updated images that the catalogue had before
     * @param deleted images that are no longer there
     * @param unshared images that are no longer shared with the account
     * @param pages the answers that say of how many images they are a part
     */
    public record Summary(long added, long updated, long deleted, long unshared, List<PageHeader> pages) {

        /** Nothing was done. */
        public static final Summary NOTHING = new Summary(0, 0);

        Summary(long added, long updated) {
            this(added, updated, 0, 0, List.of());
        }

        /** What both did, one after the other. */
        public Summary plus(Summary other) {
            return new Summary(
                    added + other.added,
                    updated + other.updated,
                    deleted + other.deleted,
                    unshared + other.unshared,
                    Stream.concat(pages.stream(), other.pages.stream()).toList());
        }

        /** The images that TotalCount names and no answer holds, a line for each listing that lacks some. */
        public List<String> gaps() {
            return new CompletenessCheck(pages).gaps();
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
        return write(() -> take(dump, account, new ImportedIds()));
    }

    /**
     * Imports dumps in one transaction, as the whole truth of the account in the regions that they name.
     *
     * @throws ImportException if anything in them is wrong, or pages of their listings are missing; then nothing was taken
     */
    public Summary replace(List<Dump> dumps, long account) {
        return write(() -> {
            var ids = new ImportedIds();
            var summary = Summary.NOTHING;
            for (Dump dump : dumps) {
                summary = summary.plus(take(dump, account, ids));
            }
            for (String gap : summary.gaps()) {
                throw new ImportException(gap, "what is missing would be deleted; give every page");
            }
            return summary.plus(staleImages.remove(ids, account));
        });
    }

    /** Does imports, says what came of them, and stores nothing. */
    public <T> T dryRun(Supplier<T> imports) {
        return transactions.executeWrite(status -> {
            status.setRollbackOnly();
            return imports.get();
        });
    }

    /** In one transaction; again, if another import of the same images came between. */
    private Summary write(Supplier<Summary> imports) {
        return RetryPolicy.FEW.run(
                () -> transactions.executeWrite(status -> {
                    versions.bump();
                    return imports.get();
                }),
                failure -> SqlErrors.isConflict(failure) || SqlErrors.isDuplicate(failure));
    }

    private Summary take(Dump dump, long account, ImportedIds ids) {
        var batch = merger.begin(account, ids);
        try {
            var pages = dump.pages();
            ids.add(pages.stream().map(PageHeader::regionId).toList());
            dump.forEachImage(
                    pages.iterator(),
                    (regionId, node, place) -> batch.add(regionId, ImportedImage.read(node, place, json, validator)));
            var counted =
                    pages.stream().filter(page -> page.totalCount() != null).toList();
            return batch.end().plus(new Summary(0, 0, 0, 0, counted));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
