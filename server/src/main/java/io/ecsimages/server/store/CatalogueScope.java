package io.ecsimages.server.store;

/** A part of the catalogue. A change concerns some scopes; a value that was computed from others still holds after it. */
public sealed interface CatalogueScope {

    /** All of it. */
    CatalogueScope EVERYTHING = new Everything();

    /** The access keys. They change together with {@link #EVERYTHING} only. */
    CatalogueScope ACCESS_KEYS = new AccessKeys();

    /** See {@link #EVERYTHING}. */
    record Everything() implements CatalogueScope {}

    /** See {@link #ACCESS_KEYS}. */
    record AccessKeys() implements CatalogueScope {}

    /** The images of a region that no account owns, and community images. */
    record PublicImages(String regionId) implements CatalogueScope {}

    /** The images of a region that an account owns, or that others share with it. */
    record AccountImages(String regionId, long account) implements CatalogueScope {}

    /** The images of all regions that an account owns, or that others share with it. */
    record ImagesOfAccount(long account) implements CatalogueScope {}

    /** Everything else of an account, for example its subscriptions. */
    record AccountData(long account) implements CatalogueScope {}

    /** One image, by its primary key. */
    record OneImage(long id) implements CatalogueScope {}
}
