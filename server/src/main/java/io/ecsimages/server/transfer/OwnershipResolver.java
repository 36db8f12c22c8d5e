package io.ecsimages.server.transfer;

import io.ecsimages.server.model.ImageOwnerAlias;
import io.ecsimages.server.store.ImageEntity;
import io.micronaut.core.annotation.Nullable;
import java.util.Objects;

/** Determines the owner of an image from the dumps of one or several accounts. */
final class OwnershipResolver {

    private OwnershipResolver() {}

    /**
     * Merges an imported image into its row.
     *
     * @param known the existing row, or null for a new image
     * @param account the account of the dump
     * @throws ImportException if the row and the dump name different owners or sources
     */
    static ImageEntity merge(@Nullable ImageEntity known, String regionId, ImportedImage imported, long account) {
        var image = imported.image();
        var source = source(imported.alias());
        var owner = owner(imported, account);
        if (known != null) {
            if (!known.source().equals(source)) {
                throw conflict(imported, "the catalogue has it from another source: " + known.source());
            }
            if (known.ownerId() != null && owner != null && !known.ownerId().equals(owner)) {
                throw conflict(imported, "the catalogue has it from another owner: account " + known.ownerId());
            }
            if (imported.alias() == ImageOwnerAlias.OTHERS && Objects.equals(known.ownerId(), account)) {
                throw conflict(imported, "it is others, but the catalogue has it from the account of the dump itself");
            }
            if (imported.alias() == ImageOwnerAlias.OTHERS && known.describedByOwner()) {
                return known;
            }
            owner = owner == null ? known.ownerId() : owner;
        }
        return ImageEntity.of(
                known == null ? null : known.id(),
                regionId,
                source,
                owner,
                imported.alias() != ImageOwnerAlias.OTHERS,
                imported.creationTime(),
                image,
                imported.document());
    }

    private static String source(ImageOwnerAlias alias) {
        return switch (alias) {
            case SYSTEM -> ImageEntity.SYSTEM;
            case MARKETPLACE -> ImageEntity.MARKETPLACE;
            case SELF, OTHERS -> ImageEntity.ACCOUNT;
        };
    }

    @Nullable
    private static Long owner(ImportedImage imported, long account) {
        var named = imported.image().getImageOwnerId();
        return switch (imported.alias()) {
            case SYSTEM, MARKETPLACE -> null;
            case SELF -> {
                if (named != null && named != account) {
                    throw conflict(
                            imported,
                            "it is self, but its ImageOwnerId is %d, and the dump is of account %d"
                                    .formatted(named, account));
                }
                yield account;
            }
            case OTHERS -> {
                if (Objects.equals(named, account)) {
                    throw conflict(
                            imported,
                            "it is others, but its ImageOwnerId is the account of the dump: %d".formatted(account));
                }
                yield named;
            }
        };
    }

    private static ImportException conflict(ImportedImage imported, String reason) {
        return new ImportException(imported.location(), imported.image().getImageId() + ": " + reason);
    }
}
