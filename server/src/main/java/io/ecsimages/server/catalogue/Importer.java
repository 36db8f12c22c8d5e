package io.ecsimages.server.catalogue;

import io.micronaut.json.JsonMapper;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.validation.validator.Validator;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.util.List;
import java.util.function.Supplier;

/**
 * Takes a dump, as one account saw it, into the catalogue: whole, or not at all. An image that the catalogue has already
 * (same region, same ImageId) is brought up to date.
 */
@Singleton
public class Importer {

    private final Merging merging;
    private final Leftovers leftovers;
    private final TransactionOperations<Connection> transactions;
    private final JsonMapper json;
    private final Validator validator;

    Importer(
            Merging merging,
            Leftovers leftovers,
            TransactionOperations<Connection> transactions,
            JsonMapper json,
            Validator validator) {
        this.merging = merging;
        this.leftovers = leftovers;
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
     */
    public record Summary(long added, long updated, long deleted, long unshared) {

        Summary(long added, long updated) {
            this(added, updated, 0, 0);
        }

        Summary plus(Summary other) {
            return new Summary(
                    added + other.added, updated + other.updated, deleted + other.deleted, unshared + other.unshared);
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
        return transactions.executeWrite(status -> take(dump, account, new HeldImages()));
    }

    /** Imports dumps in one transaction, as the whole truth of the account in the regions that they name. */
    public Summary replace(List<Dump> dumps, long account) {
        return transactions.executeWrite(status -> {
            var held = new HeldImages();
            var summary = new Summary(0, 0);
            for (Dump dump : dumps) {
                summary = summary.plus(take(dump, account, held));
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

    private Summary take(Dump dump, long account, HeldImages held) {
        var merging = this.merging.begin(account, held);
        try {
            var regions = dump.regions();
            held.add(regions);
            dump.forEachImage(
                    regions.iterator(),
                    (regionId, node, place) -> merging.add(regionId, DumpedImage.read(node, place, json, validator)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return merging.end();
    }
}
