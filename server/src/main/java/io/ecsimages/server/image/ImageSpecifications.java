package io.ecsimages.server.image;

import io.ecsimages.server.image.AttributeCriteria.TagCriterion;
import io.ecsimages.server.model.Architecture;
import io.ecsimages.server.model.ImageStatus;
import io.ecsimages.server.store.ImageCapability;
import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.store.ImageFeature;
import io.ecsimages.server.store.ImageSnapshot;
import io.ecsimages.server.store.ImageTag;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.repository.jpa.criteria.QuerySpecification;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Turns {@link ImageCriteria} into conditions of a query: the only place where a filter becomes a predicate. */
public final class ImageSpecifications {

    /** The name of the condition on who may see an image. */
    static final String VISIBILITY = "ImageOwnerAlias, IsPublic";

    /** Instance families with Arm processors, by the vendor's naming: a generation followed by r or y. */
    private static final Pattern ARM_INSTANCE_TYPE = Pattern.compile("ecs\\.[a-z]+\\d+[ry](-.*)?\\..*");

    private static final String AVAILABLE = ImageStatus.AVAILABLE.getValue();

    private ImageSpecifications() {}

    /**
     * Images that match criteria at a time.
     *
     * @param now the time in UTC at which an image that is being created may have become Available
     */
    public static QuerySpecification<ImageEntity> matching(ImageCriteria criteria, LocalDateTime now) {
        return (image, query, builder) ->
                builder.and(conditions(criteria, now).values().stream()
                        .map(condition -> condition.toPredicate(image, query, builder))
                        .toArray(Predicate[]::new));
    }

    /** Each condition by itself, by the parameters that it comes from. A name with wildcards is not among them. */
    static Map<String, QuerySpecification<ImageEntity>> conditions(ImageCriteria criteria, LocalDateTime now) {
        var attributes = criteria.attributes();
        var conditions = new Conditions();
        conditions.add("RegionId", equal("regionId", criteria.regionId()));
        conditions.add(VISIBILITY, visible(criteria));
        conditions.add("ImageId", criteria.imageIds(), ids -> in("imageId", ids));
        conditions.add("ImageName", exactName(criteria.imageName()), name -> equal("imageName", name));
        conditions.add("Status", attributes.statuses(), statuses -> hasStatus(statuses, now));
        conditions.add("SnapshotId", attributes.snapshotId(), ImageSpecifications::isFromSnapshot);
        conditions.add("Usage", attributes.usage(), usage -> equal("imageUsage", usage));
        conditions.add("OSType", attributes.osType(), osType -> equal("osType", osType));
        conditions.add("Architecture", attributes.architecture(), value -> equal("architecture", value));
        conditions.add("InstanceType", attributes.instanceType(), ImageSpecifications::runsOn);
        conditions.add("ImageFamily", attributes.imageFamily(), family -> equal("imageFamily", family));
        conditions.add("ResourceGroupId", attributes.resourceGroupId(), group -> equal("resourceGroupId", group));
        conditions.add("ImageOwnerId", attributes.ownerId(), owner -> equal("ownerId", owner));
        conditions.add("Usable", attributes.usable(), usable -> isUsable(usable, now));
        conditions.add("Filter CreationStartTime", attributes.createdFrom(), ImageSpecifications::createdFrom);
        conditions.add("Filter CreationEndTime", attributes.createdUntil(), ImageSpecifications::createdUntil);
        attributes.capabilities().forEach((capability, values) -> {
            for (boolean supported : values) {
                conditions.add(capability.parameter(), supported ? has(capability) : not(has(capability)));
            }
        });
        for (TagCriterion tag : attributes.tags()) {
            conditions.add("Tag " + tag.key(), hasTag(tag));
        }
        return conditions.byName;
    }

    private static final class Conditions {

        private final Map<String, QuerySpecification<ImageEntity>> byName = new LinkedHashMap<>();

        void add(String name, QuerySpecification<ImageEntity> condition) {
            byName.merge(name, condition, QuerySpecification::and);
        }

        <T> void add(String name, @Nullable T value, Function<T, QuerySpecification<ImageEntity>> condition) {
            if (value != null) {
                add(name, condition.apply(value));
            }
        }
    }

    private static QuerySpecification<ImageEntity> visible(ImageCriteria criteria) {
        return (image, query, builder) -> criteria.visibility().equals(Set.of(Visibility.SHARED))
                ? Visibility.sharedByJoin(image, builder, criteria.account(), criteria.regionId())
                : builder.or(criteria.visibility().stream()
                        .map(visibility -> visibility.predicate(
                                image, query, builder, criteria.account(), criteria.regionId()))
                        .toArray(Predicate[]::new));
    }

    /** A name without wildcards. Others are matched in memory: a database may try every way to place a wildcard. */
    @Nullable
    private static String exactName(@Nullable String imageName) {
        return imageName == null || imageName.contains("*") ? null : imageName;
    }

    /** An image that is being created keeps its status until it becomes Available by the passage of time. */
    private static QuerySpecification<ImageEntity> hasStatus(Set<String> statuses, LocalDateTime now) {
        return statuses.contains(AVAILABLE)
                ? in("status", statuses).or(hasBecomeAvailable(now))
                : in("status", statuses).and(not(hasBecomeAvailable(now)));
    }

    private static QuerySpecification<ImageEntity> hasBecomeAvailable(LocalDateTime now) {
        return (image, query, builder) -> builder.and(
                builder.isNotNull(image.get("availableFrom")),
                builder.lessThanOrEqualTo(image.get("availableFrom"), now));
    }

    /** What the image says itself; one that says nothing is usable while it is Available. */
    private static QuerySpecification<ImageEntity> isUsable(boolean usable, LocalDateTime now) {
        var available = hasStatus(Set.of(AVAILABLE), now);
        return usable
                ? has(ImageCapability.USABLE).or(not(has(ImageCapability.NOT_USABLE)).and(available))
                : has(ImageCapability.NOT_USABLE)
                        .or(not(has(ImageCapability.USABLE)).and(not(available)));
    }

    private static QuerySpecification<ImageEntity> runsOn(String instanceType) {
        var arm = equal("architecture", Architecture.ARM64.getValue());
        return ARM_INSTANCE_TYPE.matcher(instanceType).matches() ? arm : not(arm);
    }

    private static QuerySpecification<ImageEntity> createdFrom(LocalDateTime time) {
        return (image, query, builder) -> builder.greaterThanOrEqualTo(image.get("creationTime"), time);
    }

    private static QuerySpecification<ImageEntity> createdUntil(LocalDateTime time) {
        return (image, query, builder) -> builder.lessThanOrEqualTo(image.get("creationTime"), time);
    }

    private static QuerySpecification<ImageEntity> isFromSnapshot(String snapshotId) {
        return exists(ImageSnapshot.class, (snapshot, builder) -> builder.equal(snapshot.get("snapshotId"), snapshotId));
    }

    private static QuerySpecification<ImageEntity> has(ImageCapability capability) {
        return exists(ImageFeature.class, (feature, builder) -> builder.equal(feature.get("name"), capability.name()));
    }

    private static QuerySpecification<ImageEntity> hasTag(TagCriterion tag) {
        return carriesTag((child, builder) -> isTag(child, builder, tag.key(), tag.value()));
    }

    /**
     * A tag with this key.
     *
     * @param value its value, which may be empty; null for any
     */
    public static Predicate isTag(Path<ImageTag> tag, CriteriaBuilder builder, String key, @Nullable String value) {
        var ofKey = builder.equal(tag.get("tagKey"), key);
        return value == null ? ofKey : builder.and(ofKey, builder.equal(tag.get("tagValue"), value));
    }

    /** Images that carry a tag which meets a condition. */
    public static QuerySpecification<ImageEntity> carriesTag(ChildCondition<ImageTag> condition) {
        return exists(ImageTag.class, condition);
    }

    /** A condition on a child of an image. */
    @FunctionalInterface
    public interface ChildCondition<T> {
        Predicate toPredicate(Path<T> child, CriteriaBuilder builder);
    }

    private static <T> QuerySpecification<ImageEntity> exists(Class<T> childType, ChildCondition<T> condition) {
        return (image, query, builder) -> {
            var children = query.subquery(Long.class);
            var child = children.from(childType);
            children.select(child.get("id"))
                    .where(builder.and(
                            builder.equal(child.get("image"), childType == ImageTag.class ? image : image.get("id")),
                            condition.toPredicate(child, builder)));
            return builder.exists(children);
        };
    }

    private static QuerySpecification<ImageEntity> equal(String column, Object value) {
        return (image, query, builder) -> builder.equal(image.get(column), value);
    }

    private static QuerySpecification<ImageEntity> in(String column, Collection<String> values) {
        return (image, query, builder) -> image.get(column).in(values);
    }

    private static QuerySpecification<ImageEntity> not(QuerySpecification<ImageEntity> condition) {
        return (image, query, builder) -> builder.not(condition.toPredicate(image, query, builder));
    }
}
