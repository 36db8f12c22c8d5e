package io.ecsimages.server.transfer;

import io.ecsimages.server.model.ImageOwnerAlias;
import io.ecsimages.server.store.ImageEntity;
import io.micronaut.core.annotation.Nullable;
import java.util.Objects;

/** Who owns an image, by what the dumps of one or several accounts say of it. */
final class OwnershipResolver {

    private OwnershipResolver() {}

    /**
     * The row of an image, from what the catalogue knew and what a dump says.
     *
     * @param known the row that the catalogue has, null for a new image
     * @param account whose view the dump is
     * @throws ImportException where both name different owners
     */
    static ImageEntity merge(@Nullable ImageEntity known, String regionId, ImportedImage dumped, long account) {
        var image = dumped.image();
        var source = source(dumped.alias());
        var owner = owner(dumped, account);
        if (known != null) {
            if (!known.source().equals(source)) {
                throw conflict(dumped, "the catalogue has it from another source: " + known.source());
            }
            if (known.ownerId() != null && owner != null && !known.ownerId().equals(owner)) {
                throw conflict(dumped, "the catalogue has it from another owner: account " + known.ownerId());
            }
            if (dumped.alias() == ImageOwnerAlias.OTHERS && Objects.equals(known.ownerId(), account)) {
                throw conflict(dumped, "it is others, but the catalogue has it from the account of the dump itself");
            }
            if (dumped.alias() == ImageOwnerAlias.OTHERS && known.describedByOwner()) {
                return known;
            }
            owner = owner == null ? known.ownerId() : owner;
        }
        return new ImageEntity(
                known == null ? null : known.id(),
                regionId,
                image.getImageId(),
                source,
                owner,
                dumped.alias() != ImageOwnerAlias.OTHERS,
                source.equals(ImageEntity.ACCOUNT) && Boolean.TRUE.equals(image.getIsPublic()),
                image.getImageName(),
                image.getStatus(),
                image.getUsage(),
                image.getOsType(),
                image.getArchitecture(),
                Objects.requireNonNullElse(image.getImageFamily(), ""),
                Objects.requireNonNullElse(image.getResourceGroupId(), ""),
                dumped.creationTime(),
                null,
                null,
                dumped.document());
    }

    private static String source(ImageOwnerAlias alias) {
        return switch (alias) {
            case SYSTEM -> ImageEntity.SYSTEM;
            case MARKETPLACE -> ImageEntity.MARKETPLACE;
            case SELF, OTHERS -> ImageEntity.ACCOUNT;
        };
    }

    @Nullable
    private static Long owner(ImportedImage dumped, long account) {
        var named = dumped.image().getImageOwnerId();
        return switch (dumped.alias()) {
            case SYSTEM, MARKETPLACE -> null;
            case SELF -> {
                if (named != null && named != account) {
                    throw conflict(dumped, "it is self, but its ImageOwnerId is not the account of the dump: " + named);
                }
                yield account;
            }
            case OTHERS -> {
                if (Objects.equals(named, account)) {
                    throw conflict(dumped, "it is others, but its ImageOwnerId is the account of the dump");
                }
                yield named;
            }
        };
    }

    private static ImportException conflict(ImportedImage dumped, String reason) {
        return new ImportException(dumped.place(), dumped.image().getImageId() + ": " + reason);
    }
}
