package io.ecsimages.server.image;

import io.ecsimages.server.model.DescribeImagesRequest;
import io.ecsimages.server.model.ImageFilter;
import io.ecsimages.server.model.ImageStatus;
import io.ecsimages.server.store.ImageCapability;
import io.micronaut.core.annotation.Nullable;
import java.time.LocalDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The conditions of DescribeImages on attributes of an image; a null condition selects every image.
 *
 * @param statuses the Status values, null for any
 * @param snapshotId the snapshot that a disk was created from
 * @param usage the Usage
 * @param osType the OSType
 * @param architecture the Architecture
 * @param instanceType an instance type that the image must run on
 * @param imageFamily the ImageFamily
 * @param resourceGroupId the ResourceGroupId
 * @param ownerId the account that owns the image
 * @param usable the value of Usable
 * @param capabilities what the image must support, or must not
 * @param createdFrom the earliest creation time, in UTC
 * @param createdUntil the latest creation time, in UTC
 * @param tags the tags that the image must carry, all of them
 */
public record AttributeCriteria(
        @Nullable Set<String> statuses,
        @Nullable String snapshotId,
        @Nullable String usage,
        @Nullable String osType,
        @Nullable String architecture,
        @Nullable String instanceType,
        @Nullable String imageFamily,
        @Nullable String resourceGroupId,
        @Nullable Long ownerId,
        @Nullable Boolean usable,
        Map<ImageCapability, Set<Boolean>> capabilities,
        @Nullable LocalDateTime createdFrom,
        @Nullable LocalDateTime createdUntil,
        Set<TagCriterion> tags) {

    /** No condition at all. */
    static final AttributeCriteria ANY = new AttributeCriteria(
            null, null, null, null, null, null, null, null, null, null, Map.of(), null, null, Set.of());

    /**
     * A tag that an image must carry.
     *
     * @param value its value, which may be empty; null for any
     */
    public record TagCriterion(String key, @Nullable String value) {}

    static AttributeCriteria of(DescribeImagesRequest request) {
        var filters = new Filters();
        filters.support(ImageCapability.IO_OPTIMIZED, request.getIsSupportIoOptimized());
        filters.support(ImageCapability.CLOUDINIT, request.getIsSupportCloudinit());
        orEmpty(request.getFilter()).forEach(filters::add);
        return new AttributeCriteria(
                statuses(request),
                request.getSnapshotId(),
                string(request.getUsage()),
                string(request.getOsType()),
                string(request.getArchitecture()),
                request.getInstanceType(),
                request.getImageFamily(),
                request.getResourceGroupId(),
                request.getImageOwnerId(),
                request.getUsable(),
                filters.capabilities,
                filters.createdFrom,
                filters.createdUntil,
                orEmpty(request.getTag()).stream()
                        .map(tag -> new TagCriterion(tag.getKey(), tag.getValue()))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** The same conditions without those on tags. */
    AttributeCriteria withAnyTags() {
        return tags.isEmpty()
                ? this
                : new AttributeCriteria(
                        statuses,
                        snapshotId,
                        usage,
                        osType,
                        architecture,
                        instanceType,
                        imageFamily,
                        resourceGroupId,
                        ownerId,
                        usable,
                        capabilities,
                        createdFrom,
                        createdUntil,
                        Set.of());
    }

    @Nullable
    private static Set<String> statuses(DescribeImagesRequest request) {
        return request.getStatus().contains(ImageStatus.ALL)
                ? null
                : request.getStatus().stream()
                        .map(ImageStatus::getValue)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The conditions of {@code Filter.n}; several with one key must all hold. */
    private static final class Filters {

        private final Map<ImageCapability, Set<Boolean>> capabilities = new EnumMap<>(ImageCapability.class);

        @Nullable
        private LocalDateTime createdFrom;

        @Nullable
        private LocalDateTime createdUntil;

        void add(ImageFilter filter) {
            var value = filter.getValue();
            switch (filter.getKey()) {
                case CREATION_START_TIME -> {
                    var time = FilterValues.time(value);
                    createdFrom = createdFrom == null || time.isAfter(createdFrom) ? time : createdFrom;
                }
                case CREATION_END_TIME -> {
                    var time = FilterValues.time(value);
                    createdUntil = createdUntil == null || time.isBefore(createdUntil) ? time : createdUntil;
                }
                case NETWORK_TYPE -> FilterValues.checkNetworkType(value);
                case CPU_ONLINE_UPGRADE -> support(ImageCapability.CPU_ONLINE_UPGRADE, FilterValues.supported(value));
                case CPU_ONLINE_DOWNGRADE ->
                    support(ImageCapability.CPU_ONLINE_DOWNGRADE, FilterValues.supported(value));
                case MEMORY_ONLINE_UPGRADE ->
                    support(ImageCapability.MEMORY_ONLINE_UPGRADE, FilterValues.supported(value));
                case MEMORY_ONLINE_DOWNGRADE ->
                    support(ImageCapability.MEMORY_ONLINE_DOWNGRADE, FilterValues.supported(value));
            }
        }

        void support(ImageCapability capability, @Nullable Boolean supported) {
            if (supported != null) {
                capabilities.computeIfAbsent(capability, key -> new TreeSet<>()).add(supported);
            }
        }
    }

    @Nullable
    private static String string(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
