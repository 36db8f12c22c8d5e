package io.ecsimages.server.image;

import io.ecsimages.server.model.Architecture;
import io.ecsimages.server.model.DescribeImagesRequest;
import io.ecsimages.server.model.ImageFilter;
import io.ecsimages.server.model.ImageOwnerAlias;
import io.ecsimages.server.model.ImageStatus;
import io.ecsimages.server.model.TagFilter;
import io.micronaut.core.annotation.Nullable;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The conditions of DescribeImages, but for that on ImageName: see {@link NamePattern}. */
public final class ImageFilters {

    private static final Pattern ARM = Pattern.compile("ecs\\.[a-z]+\\d+[ry](-.*)?\\..*");

    /** The name of the condition that is on whose images these are. */
    static final String VISIBILITY = "ImageOwnerAlias, IsPublic";

    private static final String IMAGE_ID = "ImageId";

    static final String IMAGES = "image";
    private static final String SHARED_IMAGES = "image_share JOIN image ON image.id = image_share.image";

    private ImageFilters() {}

    /**
     * Images that one statement finds.
     *
     * @param alias what they are to the account that asks; null where it must be told for each
     * @param tables where they are found: image, alone or with what leads to them
     */
    record Scope(@Nullable ImageOwnerAlias alias, String tables, Condition condition) {

        /** Whether these are images that others share with the account. */
        boolean isShared() {
            return tables.equals(SHARED_IMAGES);
        }
    }

    /** What the request lists: within each scope, the images that meet all other conditions, whatever they are called. */
    static List<Scope> matching(DescribeImagesRequest request, long account, LocalDateTime now) {
        if (request.getImageId() != null && aliases(request).size() > 1) {
            // Soon found by their ids, whatever they are.
            return List.of(new Scope(null, IMAGES, all(conditions(request, account, now))));
        }
        return scopes(request, account, filters(request, now));
    }

    /** The same, if the request named no ids. */
    static List<Scope> matchingByAnyId(DescribeImagesRequest request, long account, LocalDateTime now) {
        var filters = filters(request, now);
        filters.remove(IMAGE_ID);
        return scopes(request, account, filters);
    }

    private static Condition all(Map<String, Condition> conditions) {
        return conditions.values().stream().reduce(Condition::and).orElseThrow();
    }

    /** The images of a region that an account may use: what DescribeImages lists in any state and from no named source. */
    public static Condition usableBy(long account, String regionId) {
        return column("region_id = ?", regionId).and(visible(new DescribeImagesRequest().regionId(regionId), account));
    }

    /** Each condition by what it is on; a parameter that is not given makes none. */
    static Map<String, Condition> conditions(DescribeImagesRequest request, long account, LocalDateTime now) {
        var conditions = new LinkedHashMap<String, Condition>();
        conditions.put(VISIBILITY, visible(request, account));
        conditions.putAll(filters(request, now));
        return conditions;
    }

    /** Those that are on the images alone, whoever asks. */
    private static Map<String, Condition> filters(DescribeImagesRequest request, LocalDateTime now) {
        var conditions = new Conditions();
        conditions.add("RegionId", column("image.region_id = ?", request.getRegionId()));
        conditions.add(IMAGE_ID, in("image_id", request.getImageId()));
        conditions.add("Status", inStatus(request.getStatus(), now));
        conditions.add("SnapshotId", fromSnapshot(request.getSnapshotId()));
        conditions.add("Usage", column("image_usage = ?", request.getUsage()));
        conditions.add("OSType", column("os_type = ?", request.getOsType()));
        conditions.add("Architecture", column("architecture = ?", request.getArchitecture()));
        conditions.add("ImageFamily", column("image_family = ?", request.getImageFamily()));
        conditions.add("ResourceGroupId", column("resource_group_id = ?", request.getResourceGroupId()));
        conditions.add("InstanceType", usableOn(request.getInstanceType()));
        conditions.add("IsSupportIoOptimized", able(Capability.IO_OPTIMIZED, request.getIsSupportIoOptimized()));
        conditions.add("IsSupportCloudinit", able(Capability.CLOUDINIT, request.getIsSupportCloudinit()));
        conditions.add("Usable", usable(request.getUsable(), now));
        conditions.add("ImageOwnerId", column("owner_id = ?", request.getImageOwnerId()));
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

        private final Map<String, Condition> byName = new LinkedHashMap<>();

        void add(String name, @Nullable Condition condition) {
            if (condition != null) {
                byName.merge(name, condition, Condition::and);
            }
        }
    }

    /** What an account may see from one source, or, where none is named, from all but the market; as far as it meets conditions. */
    private static List<Scope> scopes(DescribeImagesRequest request, long account, Map<String, Condition> filters) {
        var condition = all(filters);
        return aliases(request).stream()
                .map(alias -> isShared(alias, request)
                        ? new Scope(
                                alias,
                                SHARED_IMAGES,
                                shared(request, account).and(ofAnother(account)).and(condition))
                        : new Scope(alias, IMAGES, source(alias, account).and(condition)))
                .toList();
    }

    /** What an account may see, as a condition on any image. */
    private static Condition visible(DescribeImagesRequest request, long account) {
        return aliases(request).stream()
                .map(alias -> isShared(alias, request)
                        ? Condition.having("image_share", shared(request, account))
                                .and(ofAnother(account))
                        : source(alias, account))
                .reduce(Condition::or)
                .orElseThrow();
    }

    private static Condition shared(DescribeImagesRequest request, long account) {
        return Condition.of("image_share.account_id = ? AND image_share.region_id = ?", account, request.getRegionId());
    }

    /** An image that the account does not own, or nobody who is known. */
    private static Condition ofAnother(long account) {
        return Condition.of("(owner_id IS NULL OR owner_id <> ?)", account);
    }

    private static List<ImageOwnerAlias> aliases(DescribeImagesRequest request) {
        return request.getImageOwnerAlias() == null
                ? List.of(ImageOwnerAlias.SYSTEM, ImageOwnerAlias.SELF, ImageOwnerAlias.OTHERS)
                : List.of(request.getImageOwnerAlias());
    }

    /** Of other accounts: what they share with this one, unless it asks for what they publish. */
    private static boolean isShared(ImageOwnerAlias alias, DescribeImagesRequest request) {
        return alias == ImageOwnerAlias.OTHERS && !Boolean.TRUE.equals(request.getIsPublic());
    }

    private static Condition source(ImageOwnerAlias alias, long account) {
        return switch (alias) {
            case SYSTEM -> column("source = ?", ImageRow.SYSTEM);
            case MARKETPLACE -> column("source = ?", ImageRow.MARKETPLACE);
            case SELF -> column("owner_id = ?", account);
            case OTHERS ->
                column("source = ?", ImageRow.ACCOUNT)
                        .and(Condition.of("is_public"))
                        .and(ofAnother(account));
        };
    }

    /** An image that is being made has its state until it becomes available by itself. */
    private static Condition inStatus(List<ImageStatus> statuses, LocalDateTime now) {
        if (statuses.contains(ImageStatus.ALL)) {
            return null;
        }
        var stored = in("status", statuses.stream().map(ImageStatus::getValue).toList());
        return statuses.contains(ImageStatus.AVAILABLE)
                ? stored.or(availableSince(now))
                : stored.and(notYetAvailable(now));
    }

    private static Condition availableSince(LocalDateTime now) {
        return Condition.of("available_from <= ?", now);
    }

    private static Condition notYetAvailable(LocalDateTime now) {
        return Condition.of("(available_from IS NULL OR available_from > ?)", now);
    }

    private static Condition usable(@Nullable Boolean usable, LocalDateTime now) {
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

    private static Condition inOtherStatusThanAvailable() {
        return Condition.of("status <> ?", ImageStatus.AVAILABLE.getValue());
    }

    private static Condition fromSnapshot(@Nullable String snapshotId) {
        return snapshotId == null
                ? null
                : Condition.having("image_snapshot", Condition.of("snapshot_id = ?", snapshotId));
    }

    private static Condition usableOn(@Nullable String instanceType) {
        if (instanceType == null) {
            return null;
        }
        var arm = Architecture.ARM64.getValue();
        boolean isArm = ARM.matcher(instanceType).matches();
        return Condition.of(isArm ? "architecture = ?" : "architecture <> ?", arm);
    }

    private static Condition able(Capability capability, @Nullable Boolean able) {
        return able == null ? null : able ? has(capability) : hasNot(capability);
    }

    private static Condition meeting(ImageFilter filter) {
        return switch (filter.getKey()) {
            case CREATION_START_TIME -> {
                var time = FilterValues.time(filter.getValue());
                yield Condition.of("creation_time >= ?", time);
            }
            case CREATION_END_TIME -> {
                var time = FilterValues.time(filter.getValue());
                yield Condition.of("creation_time <= ?", time);
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

    private static Condition tagged(TagFilter filter) {
        return Condition.having("image_tag", Condition.tag(filter.getKey(), filter.getValue()));
    }

    private static Condition has(Capability capability) {
        return Condition.having("image_capability", Condition.of("name = ?", capability.name()));
    }

    private static Condition hasNot(Capability capability) {
        return has(capability).not();
    }

    private static Condition column(String equal, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return Condition.of(equal, value instanceof Enum<?> ? value.toString() : value);
    }

    private static Condition in(String column, @Nullable List<String> values) {
        return values == null ? null : Condition.in(column, values);
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? new ArrayList<>() : list;
    }
}
