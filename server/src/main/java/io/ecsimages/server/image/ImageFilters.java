package io.ecsimages.server.image;

import io.ecsimages.server.model.DescribeImagesRequest;
import io.ecsimages.server.model.ImageOwnerAlias;
import io.ecsimages.server.model.ImageStatus;
import io.ecsimages.server.model.ImageUsage;
import io.ecsimages.server.model.TagFilter;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.repository.jpa.criteria.QuerySpecification;
import java.util.List;

/**
 * The conditions of DescribeImages, one method for each parameter. A parameter that is not given is the neutral
 * condition.
 */
final class ImageFilters {

    private static final char ESCAPE = '\\';

    private ImageFilters() {}

    /** All conditions of a request together, as this account sees the catalogue. */
    static QuerySpecification<ImageRow> matching(DescribeImagesRequest request, long account) {
        return inRegion(request.getRegionId())
                .and(visibleTo(account, request.getImageOwnerAlias()))
                .and(withId(request.getImageId()))
                .and(inStatus(request.getStatus()))
                .and(fromSnapshot(request.getSnapshotId()))
                .and(named(request.getImageName()))
                .and(usedBy(request.getUsage()))
                .and(tagged(request.getTag()));
    }

    static QuerySpecification<ImageRow> inRegion(String regionId) {
        return (image, query, cb) -> cb.equal(image.get("regionId"), regionId);
    }

    /** What an account may see from one source, or, where none is named, from all but the market. */
    static QuerySpecification<ImageRow> visibleTo(long account, @Nullable ImageOwnerAlias alias) {
        if (alias == null) {
            return from(ImageRow.SYSTEM).or(ownedBy(account)).or(sharedWith(account));
        }
        return switch (alias) {
            case SYSTEM -> from(ImageRow.SYSTEM);
            case SELF -> ownedBy(account);
            case OTHERS -> sharedWith(account);
            case MARKETPLACE -> from(ImageRow.MARKETPLACE);
        };
    }

    private static QuerySpecification<ImageRow> from(String source) {
        return (image, query, cb) -> cb.equal(image.get("source"), source);
    }

    private static QuerySpecification<ImageRow> ownedBy(long account) {
        return (image, query, cb) -> cb.equal(image.get("ownerId"), account);
    }

    private static QuerySpecification<ImageRow> sharedWith(long account) {
        return (image, query, cb) -> {
            var shares = query.subquery(Long.class);
            var share = shares.from(ImageShare.class);
            shares.select(share.get("image")).where(cb.equal(share.get("accountId"), account));
            return image.get("id").in(shares);
        };
    }

    static QuerySpecification<ImageRow> withId(@Nullable List<String> imageIds) {
        return imageIds == null
                ? all()
                : (image, query, cb) -> image.get("imageId").in(imageIds);
    }

    static QuerySpecification<ImageRow> inStatus(List<ImageStatus> statuses) {
        if (statuses.contains(ImageStatus.ALL)) {
            return all();
        }
        var names = statuses.stream().map(ImageStatus::getValue).toList();
        return (image, query, cb) -> image.get("status").in(names);
    }

    static QuerySpecification<ImageRow> fromSnapshot(@Nullable String snapshotId) {
        return snapshotId == null
                ? all()
                : (image, query, cb) -> {
                    var snapshots = query.subquery(Long.class);
                    var snapshot = snapshots.from(ImageSnapshot.class);
                    snapshots.select(snapshot.get("image")).where(cb.equal(snapshot.get("snapshotId"), snapshotId));
                    return image.get("id").in(snapshots);
                };
    }

    /** {@code *} is the only wildcard; those of SQL stand for themselves. */
    static QuerySpecification<ImageRow> named(@Nullable String imageName) {
        if (imageName == null) {
            return all();
        }
        if (!imageName.contains("*")) {
            return (image, query, cb) -> cb.equal(image.get("imageName"), imageName);
        }
        var pattern = imageName.replaceAll("[\\\\%_]", "\\\\$0").replace('*', '%');
        return (image, query, cb) -> cb.like(image.get("imageName"), pattern, ESCAPE);
    }

    static QuerySpecification<ImageRow> usedBy(@Nullable ImageUsage usage) {
        return usage == null ? all() : (image, query, cb) -> cb.equal(image.get("imageUsage"), usage.getValue());
    }

    /** Every tag must be there; a tag without a value matches any value, an empty value only an empty one. */
    static QuerySpecification<ImageRow> tagged(@Nullable List<TagFilter> tags) {
        return tags == null
                ? all()
                : tags.stream().map(ImageFilters::taggedWith).reduce(all(), QuerySpecification::and);
    }

    private static QuerySpecification<ImageRow> taggedWith(TagFilter filter) {
        return (image, query, cb) -> {
            var tags = query.subquery(Long.class);
            var tag = tags.from(ImageTag.class);
            var key = cb.equal(tag.get("tagKey"), filter.getKey());
            tags.select(tag.get("image"))
                    .where(
                            filter.getValue() == null
                                    ? key
                                    : cb.and(key, cb.equal(tag.get("tagValue"), filter.getValue())));
            return image.get("id").in(tags);
        };
    }

    private static QuerySpecification<ImageRow> all() {
        return (image, query, cb) -> null;
    }
}
