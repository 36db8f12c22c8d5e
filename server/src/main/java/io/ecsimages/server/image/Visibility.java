package io.ecsimages.server.image;

import io.ecsimages.server.model.ImageOwnerAlias;
import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.store.SqlCondition;
import io.micronaut.core.annotation.Nullable;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/** Why an account sees an image. The only place that says who may see an image, and what the image is to that account. */
public enum Visibility {
    /** A public image of Alibaba Cloud. */
    SYSTEM(ImageOwnerAlias.SYSTEM),

    /** An image of the account itself. */
    OWN(ImageOwnerAlias.SELF),

    /** An image that another account shares with it. */
    SHARED(ImageOwnerAlias.OTHERS),

    /** A community image: one that another account published. */
    COMMUNITY(ImageOwnerAlias.OTHERS),

    /** An image of Marketplace. */
    MARKETPLACE(ImageOwnerAlias.MARKETPLACE);

    /** What a request without ImageOwnerAlias asks for: public, own and shared images. */
    public static final Set<Visibility> USABLE = Collections.unmodifiableSet(EnumSet.of(SYSTEM, OWN, SHARED));

    private final ImageOwnerAlias alias;

    Visibility(ImageOwnerAlias alias) {
        this.alias = alias;
    }

    /**
     * What a request asks for.
     *
     * @param alias the ImageOwnerAlias, or null
     * @param isPublic whether {@code others} means community images in place of shared ones
     */
    static Set<Visibility> requested(@Nullable ImageOwnerAlias alias, boolean isPublic) {
        if (alias == null) {
            return USABLE;
        }
        return switch (alias) {
            case SYSTEM -> Set.of(SYSTEM);
            case SELF -> Set.of(OWN);
            case OTHERS -> Set.of(isPublic ? COMMUNITY : SHARED);
            case MARKETPLACE -> Set.of(MARKETPLACE);
        };
    }

    /** The ImageOwnerAlias that the account reads. */
    public ImageOwnerAlias alias() {
        return alias;
    }

    /** Whether accounts see different images by it. */
    public boolean dependsOnAccount() {
        return this != SYSTEM && this != MARKETPLACE;
    }

    /**
     * The ImageOwnerAlias of an image, as an account reads it that may see the image.
     *
     * @param source the image's {@link ImageEntity#source}
     */
    public static ImageOwnerAlias aliasOf(String source, @Nullable Long ownerId, long account) {
        return switch (source) {
            case ImageEntity.SYSTEM -> ImageOwnerAlias.SYSTEM;
            case ImageEntity.MARKETPLACE -> ImageOwnerAlias.MARKETPLACE;
            default -> Objects.equals(ownerId, account) ? ImageOwnerAlias.SELF : ImageOwnerAlias.OTHERS;
        };
    }

    /** The condition on an image that an account sees for this reason. */
    SqlCondition condition(long account, String regionId) {
        return switch (this) {
            case SYSTEM -> SqlCondition.equal("source", ImageEntity.SYSTEM);
            case MARKETPLACE -> SqlCondition.equal("source", ImageEntity.MARKETPLACE);
            case OWN -> SqlCondition.equal("owner_id", account);
            case SHARED ->
                SqlCondition.exists(
                                "image_share",
                                SqlCondition.equal("image_share.account_id", account)
                                        .and(SqlCondition.equal("image_share.region_id", regionId)))
                        .and(isOfAnother(account));
            case COMMUNITY ->
                SqlCondition.equal("source", ImageEntity.ACCOUNT)
                        .and(SqlCondition.isTrue("is_public"), isOfAnother(account));
        };
    }

    /** An image without a known owner belongs to another account. */
    static SqlCondition isOfAnother(long account) {
        return SqlCondition.isNull("owner_id").or(SqlCondition.notEqual("owner_id", account));
    }
}
