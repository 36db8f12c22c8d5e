package io.ecsimages.server.catalogue;

import io.ecsimages.server.database.Attempts;
import io.ecsimages.server.database.SqlFailure;
import io.ecsimages.server.edition.Editions;
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

    private final Merging merging;
    private final Leftovers leftovers;
    private final Editions editions;
    private final TransactionOperations<Connection> transactions;
    private final JsonMapper json;
    private final Validator validator;

    Importer(
            Merging merging,
            Leftovers leftovers,
            Editions editions,
            TransactionOperations<Connection> transactions,
            JsonMapper json,
            Validator validator) {
        this.merging = merging;
        this.leftovers = leftovers;
        this.editions = editions;
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
    public record Summary(long added, long updated, long deleted, long unshared, List<Page> pages) {

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
            return new Listings(pages).gaps();
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
        return write(() -> take(dump, account, new HeldImages()));
    }

    /**
     * Imports dumps in one transaction, as the whole truth of the account in the regions that they name.
     *
     * @throws ImportException if anything in them is wrong, or pages of their listings are missing; then nothing was taken
     */
    public Summary replace(List<Dump> dumps, long account) {
        return write(() -> {
            var held = new HeldImages();
            var summary = Summary.NOTHING;
            for (Dump dump : dumps) {
                summary = summary.plus(take(dump, account, held));
            }
            for (String gap : summary.gaps()) {
                throw new ImportException(gap, "what is missing would be deleted; give every page");
            }
            return summary.plus(leftovers.delete(held, account));
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
        return Attempts.FEW.at(
                () -> transactions.executeWrite(status -> {
                    editions.change();
                    return imports.get();
                }),
                failure -> SqlFailure.isConflict(failure) || SqlFailure.isDuplicate(failure));
    }

    private Summary take(Dump dump, long account, HeldImages held) {
        var merging = this.merging.begin(account, held);
        try {
            var pages = dump.pages();
            held.add(pages.stream().map(Page::regionId).toList());
            dump.forEachImage(
                    pages.iterator(),
                    (regionId, node, place) -> merging.add(regionId, DumpedImage.read(node, place, json, validator)));
            var counted =
                    pages.stream().filter(page -> page.totalCount() != null).toList();
            return merging.end().plus(new Summary(0, 0, 0, 0, counted));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
