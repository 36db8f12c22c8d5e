package io.ecsimages.server.image;

import io.ecsimages.server.image.AttributeCriteria.TagCriterion;
import io.ecsimages.server.model.Architecture;
import io.ecsimages.server.model.ImageStatus;
import io.ecsimages.server.store.ImageCapability;
import io.ecsimages.server.store.SqlCondition;
import io.micronaut.core.annotation.Nullable;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Turns {@link ImageCriteria} into conditions of a query: the only place where a filter becomes a condition. */
public final class ImageConditions {

    /** The name of the condition on who may see an image. */
    static final String VISIBILITY = "ImageOwnerAlias, IsPublic";

    private static final String AVAILABLE = ImageStatus.AVAILABLE.getValue();

    private ImageConditions() {}

    /**
     * The condition for images that match criteria at a time.
     *
     * @param now the time in UTC at which an image that is being created may have become Available
     */
    public static SqlCondition matching(ImageCriteria criteria, LocalDateTime now) {
        return SqlCondition.all(conditions(criteria, now).values());
    }

    /** The same for criteria of which the visibility is checked elsewhere. */
    static SqlCondition matchingAttributes(ImageCriteria criteria, LocalDateTime now) {
        var conditions = conditions(criteria, now);
        conditions.remove(VISIBILITY);
        return SqlCondition.all(conditions.values());
    }

    /** Each condition by itself, by the parameters that it comes from. A name with wildcards is not among them. */
    static Map<String, SqlCondition> conditions(ImageCriteria criteria, LocalDateTime now) {
        var attributes = criteria.attributes();
        var conditions = new Conditions();
        conditions.add("RegionId", SqlCondition.equal("image.region_id", criteria.regionId()));
        conditions.add(VISIBILITY, visible(criteria));
        conditions.add("ImageId", criteria.imageIds(), ids -> SqlCondition.in("image_id", ids));
        conditions.add("ImageName", exactName(criteria.imageName()), equal("image_name"));
        conditions.add("Status", attributes.statuses(), statuses -> hasStatus(statuses, now));
        conditions.add("SnapshotId", attributes.snapshotId(), ImageConditions::isFromSnapshot);
        conditions.add("Usage", attributes.usage(), equal("image_usage"));
        conditions.add("OSType", attributes.osType(), equal("os_type"));
        conditions.add("Architecture", attributes.architecture(), equal("architecture"));
        conditions.add("InstanceType", attributes.instanceType(), ImageConditions::runsOn);
        conditions.add("ImageFamily", attributes.imageFamily(), equal("image_family"));
        conditions.add("ResourceGroupId", attributes.resourceGroupId(), equal("resource_group_id"));
        conditions.add("ImageOwnerId", attributes.ownerId(), equal("owner_id"));
        conditions.add("Usable", attributes.usable(), usable -> isUsable(usable, now));
        conditions.add(
                "Filter CreationStartTime",
                attributes.createdFrom(),
                time -> SqlCondition.greaterOrEqual("creation_time", time));
        conditions.add(
                "Filter CreationEndTime",
                attributes.createdUntil(),
                time -> SqlCondition.lessOrEqual("creation_time", time));
        attributes.capabilities().forEach((capability, values) -> {
            for (boolean supported : values) {
                conditions.add(
                        capability.parameter(),
                        supported ? has(capability) : has(capability).not());
            }
        });
        for (TagCriterion tag : attributes.tags()) {
            conditions.add("Tag " + tag.key(), carriesTag(isTag(tag.key(), tag.value())));
        }
        return conditions.byName;
    }

    private static final class Conditions {

        private final Map<String, SqlCondition> byName = new LinkedHashMap<>();

        void add(String name, SqlCondition condition) {
            byName.merge(name, condition, SqlCondition::and);
        }

        <T> void add(String name, @Nullable T value, Function<T, SqlCondition> condition) {
            if (value != null) {
                add(name, condition.apply(value));
            }
        }
    }

    private static <T> Function<T, SqlCondition> equal(String column) {
        return value -> SqlCondition.equal(column, value);
    }

    private static SqlCondition visible(ImageCriteria criteria) {
        return SqlCondition.any(criteria.visibility().stream()
                .map(visibility -> visibility.condition(criteria.account(), criteria.regionId()))
                .toList());
    }

    /** A name without wildcards. Others are matched in memory: a database may try every way to place a wildcard. */
    @Nullable
    private static String exactName(@Nullable String imageName) {
        return imageName == null || imageName.contains("*") ? null : imageName;
    }

    /** An image that is being created keeps its status until it becomes Available by the passage of time. */
    private static SqlCondition hasStatus(Set<String> statuses, LocalDateTime now) {
        var stored = SqlCondition.in("status", statuses);
        return statuses.contains(AVAILABLE)
                ? stored.or(SqlCondition.lessOrEqual("available_from", now))
                : stored.and(isNotYetAvailable(now));
    }

    private static SqlCondition isNotYetAvailable(LocalDateTime now) {
        return SqlCondition.isNull("available_from")
                .or(SqlCondition.lessOrEqual("available_from", now).not());
    }

    /**
     * What the image says itself; one that says nothing is usable while it is Available. An image that is being created is not
     * usable.
     */
    private static SqlCondition isUsable(boolean usable, LocalDateTime now) {
        if (usable) {
            return has(ImageCapability.USABLE)
                    .and(SqlCondition.isNull("available_from").or(SqlCondition.lessOrEqual("available_from", now)))
                    .or(has(ImageCapability.NOT_USABLE).not().and(hasStatus(Set.of(AVAILABLE), now)));
        }
        return has(ImageCapability.NOT_USABLE)
                .or(
                        SqlCondition.lessOrEqual("available_from", now).not(),
                        has(ImageCapability.USABLE)
                                .not()
                                .and(SqlCondition.notEqual("status", AVAILABLE), isNotYetAvailable(now)));
    }

    private static SqlCondition runsOn(String instanceType) {
        var arm = Architecture.ARM64.getValue();
        return InstanceTypeCatalogue.isArm(instanceType)
                ? SqlCondition.equal("architecture", arm)
                : SqlCondition.notEqual("architecture", arm);
    }

    private static SqlCondition isFromSnapshot(String snapshotId) {
        return SqlCondition.exists("image_snapshot", SqlCondition.equal("snapshot_id", snapshotId));
    }

    private static SqlCondition has(ImageCapability capability) {
        return SqlCondition.exists("image_capability", SqlCondition.equal("name", capability.name()));
    }

    /** Images that carry a tag which meets a condition. */
    public static SqlCondition carriesTag(SqlCondition tag) {
        return SqlCondition.exists("image_tag", tag);
    }

    /**
     * A tag with this key.
     *
     * @param value its value, which may be empty; null for any
     */
    public static SqlCondition isTag(String key, @Nullable String value) {
        var ofKey = SqlCondition.equal("tag_key", key);
        return value == null ? ofKey : ofKey.and(SqlCondition.equal("tag_value", value));
    }
}
