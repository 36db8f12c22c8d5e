package io.ecsimages.server.image;

import io.ecsimages.server.model.Architecture;
import io.ecsimages.server.model.DescribeImagesRequest;
import io.ecsimages.server.model.ImageFilter;
import io.ecsimages.server.model.ImageOwnerAlias;
import io.ecsimages.server.model.ImageStatus;
import io.ecsimages.server.model.TagFilter;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.repository.jpa.criteria.QuerySpecification;
import jakarta.persistence.criteria.AbstractQuery;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The conditions of DescribeImages. */
final class ImageFilters {

    private static final char ESCAPE = '\\';
    private static final Pattern ARM = Pattern.compile("ecs\\.[a-z]+\\d+[ry](-.*)?\\..*");

    private ImageFilters() {}

    /** All conditions of a request together, as this account sees the catalogue at this time. */
    static QuerySpecification<ImageRow> matching(DescribeImagesRequest request, long account, LocalDateTime now) {
        return conditions(request, account, now).values().stream()
                .reduce(QuerySpecification::and)
                .orElseThrow();
    }

    /** Each condition by what it is on; a parameter that is not given makes none. */
    static Map<String, QuerySpecification<ImageRow>> conditions(
            DescribeImagesRequest request, long account, LocalDateTime now) {
        var conditions = new Conditions();
        conditions.add("RegionId", column("regionId", request.getRegionId()));
        conditions.add(
                "ImageOwnerAlias, IsPublic", visibleTo(account, request.getImageOwnerAlias(), request.getIsPublic()));
        conditions.add("ImageId", in("imageId", request.getImageId()));
        conditions.add("Status", inStatus(request.getStatus(), now));
        conditions.add("SnapshotId", fromSnapshot(request.getSnapshotId()));
        conditions.add("ImageName", named(request.getImageName()));
        conditions.add("Usage", column("imageUsage", request.getUsage()));
        conditions.add("OSType", column("osType", request.getOsType()));
        conditions.add("Architecture", column("architecture", request.getArchitecture()));
        conditions.add("ImageFamily", column("imageFamily", request.getImageFamily()));
        conditions.add("ResourceGroupId", column("resourceGroupId", request.getResourceGroupId()));
        conditions.add("InstanceType", usableOn(request.getInstanceType()));
        conditions.add("IsSupportIoOptimized", able(Capability.IO_OPTIMIZED, request.getIsSupportIoOptimized()));
        conditions.add("IsSupportCloudinit", able(Capability.CLOUDINIT, request.getIsSupportCloudinit()));
        conditions.add("Usable", usable(request.getUsable(), now));
        conditions.add("ImageOwnerId", column("ownerId", request.getImageOwnerId()));
        for (ImageFilter filter : orEmpty(request.getFilter())) {
            conditions.add("Filter " + filter.getKey(), meeting(filter));
        }
        for (TagFilter tag : orEmpty(request.getTag())) {
            conditions.add("Tag " + tag.getKey(), tagged(tag));
        }
        return conditions.byName;
    }

    /** Conditions by name; several on the same thing must hold together. */
    private static final class Conditions {

        private final Map<String, QuerySpecification<ImageRow>> byName = new LinkedHashMap<>();

        void add(String name, @Nullable QuerySpecification<ImageRow> condition) {
            if (condition != null) {
                byName.merge(name, condition, QuerySpecification::and);
            }
        }
    }

    /** A part of an image that meets a condition. */
    private interface PartCondition<T> {
        Predicate of(Root<T> part, CriteriaBuilder cb);
    }

    /** What an account may see from one source, or, where none is named, from all but the market. */
    private static QuerySpecification<ImageRow> visibleTo(
            long account, @Nullable ImageOwnerAlias alias, @Nullable Boolean isPublic) {
        if (Boolean.TRUE.equals(isPublic)) {
            return publishedByOthersThan(account);
        } else if (alias == null) {
            return column("source", ImageRow.SYSTEM)
                    .or(column("ownerId", account))
                    .or(sharedWith(account));
        }
        return switch (alias) {
            case SYSTEM -> column("source", ImageRow.SYSTEM);
            case SELF -> column("ownerId", account);
            case OTHERS -> sharedWith(account);
            case MARKETPLACE -> column("source", ImageRow.MARKETPLACE);
        };
    }

    private static QuerySpecification<ImageRow> sharedWith(long account) {
        return having(ImageParts.Share.class, (share, cb) -> cb.equal(share.get("accountId"), account));
    }

    private static QuerySpecification<ImageRow> publishedByOthersThan(long account) {
        return (image, query, cb) -> cb.and(
                cb.equal(image.get("isPublic"), true),
                cb.or(cb.isNull(image.get("ownerId")), cb.notEqual(image.get("ownerId"), account)));
    }

    /** An image that is being made has its state until it becomes available by itself. */
    private static QuerySpecification<ImageRow> inStatus(List<ImageStatus> statuses, LocalDateTime now) {
        if (statuses.contains(ImageStatus.ALL)) {
            return null;
        }
        var stored = in("status", statuses.stream().map(ImageStatus::getValue).toList());
        return statuses.contains(ImageStatus.AVAILABLE)
                ? stored.or(availableSince(now))
                : stored.and(notYetAvailable(now));
    }

    private static QuerySpecification<ImageRow> availableSince(LocalDateTime now) {
        return (image, query, cb) -> cb.lessThanOrEqualTo(image.get("availableFrom"), now);
    }

    private static QuerySpecification<ImageRow> notYetAvailable(LocalDateTime now) {
        return (image, query, cb) ->
                cb.or(cb.isNull(image.get("availableFrom")), cb.greaterThan(image.get("availableFrom"), now));
    }

    private static QuerySpecification<ImageRow> usable(@Nullable Boolean usable, LocalDateTime now) {
        if (usable == null) {
            return null;
        }
        return usable
                ? has(Capability.USABLE)
                        .or(hasNot(Capability.NOT_USABLE).and(inStatus(List.of(ImageStatus.AVAILABLE), now)))
                : has(Capability.NOT_USABLE)
                        .or(hasNot(Capability.USABLE)
                                .and(inOtherStatusThanAvailable())
                                .and(notYetAvailable(now)));
    }

    private static QuerySpecification<ImageRow> inOtherStatusThanAvailable() {
        return (image, query, cb) -> cb.notEqual(image.get("status"), ImageStatus.AVAILABLE.getValue());
    }

    private static QuerySpecification<ImageRow> fromSnapshot(@Nullable String snapshotId) {
        return snapshotId == null
                ? null
                : having(ImageParts.Snapshot.class, (part, cb) -> cb.equal(part.get("snapshotId"), snapshotId));
    }

    /** {@code *} is the only wildcard; those of SQL stand for themselves. */
    private static QuerySpecification<ImageRow> named(@Nullable String imageName) {
        if (imageName == null || !imageName.contains("*")) {
            return column("imageName", imageName);
        }
        var pattern = imageName.replaceAll("[\\\\%_]", "\\\\$0").replace('*', '%');
        return (image, query, cb) -> cb.like(image.get("imageName"), pattern, ESCAPE);
    }

    private static QuerySpecification<ImageRow> usableOn(@Nullable String instanceType) {
        if (instanceType == null) {
            return null;
        }
        var arm = Architecture.ARM64.getValue();
        boolean isArm = ARM.matcher(instanceType).matches();
        return (image, query, cb) ->
                isArm ? cb.equal(image.get("architecture"), arm) : cb.notEqual(image.get("architecture"), arm);
    }

    private static QuerySpecification<ImageRow> able(Capability capability, @Nullable Boolean able) {
        return able == null ? null : able ? has(capability) : hasNot(capability);
    }

    private static QuerySpecification<ImageRow> meeting(ImageFilter filter) {
        return switch (filter.getKey()) {
            case CREATION_START_TIME -> {
                var time = FilterValues.time(filter.getValue());
                yield (image, query, cb) -> cb.greaterThanOrEqualTo(image.get("creationTime"), time);
            }
            case CREATION_END_TIME -> {
                var time = FilterValues.time(filter.getValue());
                yield (image, query, cb) -> cb.lessThanOrEqualTo(image.get("creationTime"), time);
            }
            case NETWORK_TYPE -> {
                FilterValues.checkNetworkType(filter.getValue());
                yield null;
            }
            case CPU_ONLINE_UPGRADE -> able(Capability.CPU_ONLINE_UPGRADE, FilterValues.supported(filter.getValue()));
            case CPU_ONLINE_DOWNGRADE ->
                able(Capability.CPU_ONLINE_DOWNGRADE, FilterValues.supported(filter.getValue()));
            case MEMORY_ONLINE_UPGRADE ->
                able(Capability.MEMORY_ONLINE_UPGRADE, FilterValues.supported(filter.getValue()));
            case MEMORY_ONLINE_DOWNGRADE ->
                able(Capability.MEMORY_ONLINE_DOWNGRADE, FilterValues.supported(filter.getValue()));
        };
    }

    /** A tag without a value matches any value, an empty value only an empty one. */
    private static QuerySpecification<ImageRow> tagged(TagFilter filter) {
        return having(ImageParts.Tag.class, (tag, cb) -> {
            var key = cb.equal(tag.get("tagKey"), filter.getKey());
            return filter.getValue() == null ? key : cb.and(key, cb.equal(tag.get("tagValue"), filter.getValue()));
        });
    }

    private static QuerySpecification<ImageRow> has(Capability capability) {
        return having(ImageParts.Capability.class, (part, cb) -> cb.equal(part.get("name"), capability.name()));
    }

    private static QuerySpecification<ImageRow> hasNot(Capability capability) {
        return QuerySpecification.not(has(capability));
    }

    private static QuerySpecification<ImageRow> column(String name, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        var stored = value instanceof Enum<?> ? value.toString() : value;
        return (image, query, cb) -> cb.equal(image.get(name), stored);
    }

    private static QuerySpecification<ImageRow> in(String column, @Nullable List<String> values) {
        return values == null ? null : (image, query, cb) -> image.get(column).in(values);
    }

    /** Images that have a part which meets a condition. */
    private static <T> QuerySpecification<ImageRow> having(Class<T> type, PartCondition<T> condition) {
        return (image, query, cb) -> {
            var parts = ((AbstractQuery<?>) query).subquery(Long.class);
            var part = parts.from(type);
            parts.select(part.get("image")).where(condition.of(part, cb));
            return image.get("id").in(parts);
        };
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? new ArrayList<>() : list;
    }
}
