package io.ecsimages.server.image;

import io.ecsimages.server.model.ImageOwnerAlias;
import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.store.ImageShare;
import io.micronaut.core.annotation.Nullable;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
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

    /** All that an account can use without naming a source or asking for community images. */
    public static final Set<Visibility> USABLE = Set.of(SYSTEM, OWN, SHARED);

    private final ImageOwnerAlias alias;

    Visibility(ImageOwnerAlias alias) {
        this.alias = alias;
    }

    /**
     * What a request asks for: without an alias public, own and shared images, never Marketplace.
     *
     * @param isPublic whether {@code others} means community images in place of shared ones
     */
    static Set<Visibility> requested(@Nullable ImageOwnerAlias alias, boolean isPublic) {
        var requested = EnumSet.noneOf(Visibility.class);
        for (Visibility visibility : values()) {
            boolean listed = alias == null ? visibility.alias != ImageOwnerAlias.MARKETPLACE : visibility.alias == alias;
            if (listed && visibility != (isPublic ? SHARED : COMMUNITY)) {
                requested.add(visibility);
            }
        }
        return requested;
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

    /** The same as a condition of a query. */
    Predicate predicate(
            Root<ImageEntity> image, CriteriaQuery<?> query, CriteriaBuilder builder, long account, String regionId) {
        return switch (this) {
            case SYSTEM -> builder.equal(image.get("source"), ImageEntity.SYSTEM);
            case MARKETPLACE -> builder.equal(image.get("source"), ImageEntity.MARKETPLACE);
            case OWN -> builder.equal(image.get("ownerId"), account);
            case SHARED -> {
                var shares = query.subquery(Long.class);
                var share = shares.from(ImageShare.class);
                shares.select(share.get("id"))
                        .where(builder.and(
                                builder.equal(share.get("image"), image),
                                builder.equal(share.get("accountId"), account),
                                builder.equal(share.get("regionId"), regionId)));
                yield builder.and(builder.exists(shares), isOfAnother(image, builder, account));
            }
            case COMMUNITY ->
                builder.and(
                        builder.equal(image.get("source"), ImageEntity.ACCOUNT),
                        builder.isTrue(image.get("isPublic")),
                        isOfAnother(image, builder, account));
        };
    }

    /** {@link #SHARED} as a join, which every database runs from the account's few shares, for a query of nothing else. */
    static Predicate sharedByJoin(Root<ImageEntity> image, CriteriaBuilder builder, long account, String regionId) {
        var share = image.join("shares");
        return builder.and(
                builder.equal(share.get("accountId"), account),
                builder.equal(share.get("regionId"), regionId),
                isOfAnother(image, builder, account));
    }

    /** An image without a known owner is of another account. */
    private static Predicate isOfAnother(Root<ImageEntity> image, CriteriaBuilder builder, long account) {
        return builder.or(
                builder.isNull(image.get("ownerId")), builder.notEqual(image.get("ownerId"), account));
    }
}
