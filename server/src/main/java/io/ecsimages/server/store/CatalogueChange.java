package io.ecsimages.server.store;

import io.micronaut.core.annotation.Nullable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a change of the catalogue concerns.
 *
 * @param image the primary key of an image; null for data of accounts, and for the whole catalogue
 * @param regionId the region of the image
 * @param visibleToAll whether it is or was public, a Marketplace image or a community image
 * @param accounts the accounts that see or saw the image by itself, or whose data changed; empty, without an image, for the whole
 *     catalogue
 */
public record CatalogueChange(
        @Nullable Long image, @Nullable String regionId, boolean visibleToAll, List<Long> accounts) {

    /** A change of anything. */
    public static final CatalogueChange EVERYTHING = new CatalogueChange(null, null, false, List.of());

    /** A change of data of an account which are no images. */
    public static CatalogueChange ofAccount(long account) {
        return new CatalogueChange(null, null, false, List.of(account));
    }

    /**
     * A change of an image.
     *
     * @param sharedWith the accounts that it is or was shared with
     */
    public static CatalogueChange of(ImageEntity before, ImageEntity after, Collection<Long> sharedWith) {
        boolean visibleToAll = Stream.of(before, after).anyMatch(CatalogueChange::isVisibleToAll);
        var accounts = new ArrayList<>(sharedWith);
        if (after.ownerId() != null) {
            accounts.add(after.ownerId());
        }
        return new CatalogueChange(after.key(), after.regionId(), visibleToAll, accounts);
    }

    private static boolean isVisibleToAll(ImageEntity image) {
        return isVisibleToAll(image.source(), image.isPublic());
    }

    /** Whether everybody sees an image of a {@link ImageEntity#source}: a public, Marketplace or community image. */
    static boolean isVisibleToAll(String source, boolean isPublic) {
        return isPublic || !source.equals(ImageEntity.ACCOUNT);
    }

    /** The scopes that it concerns. */
    List<CatalogueScope> scopes() {
        if (image == null || regionId == null) {
            return accounts.isEmpty()
                    ? List.of(CatalogueScope.EVERYTHING)
                    : accounts.stream()
                            .<CatalogueScope>map(CatalogueScope.AccountData::new)
                            .toList();
        }
        var scopes = new ArrayList<CatalogueScope>();
        scopes.add(new CatalogueScope.OneImage(image));
        if (visibleToAll) {
            scopes.add(new CatalogueScope.PublicImages(regionId));
        }
        for (long account : accounts) {
            scopes.add(new CatalogueScope.AccountImages(regionId, account));
            scopes.add(new CatalogueScope.ImagesOfAccount(account));
        }
        return scopes;
    }
}
