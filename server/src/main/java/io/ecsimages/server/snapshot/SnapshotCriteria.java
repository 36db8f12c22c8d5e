package io.ecsimages.server.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.DescribeSnapshotsRequest;
import io.ecsimages.server.model.DescribeSnapshotsRequestSnapshotType;
import io.ecsimages.server.model.SnapshotFilter;
import io.ecsimages.server.model.SnapshotStatus;
import io.ecsimages.server.protocol.UtcTime;
import io.ecsimages.server.snapshot.SnapshotSearch.FoundSnapshot;
import io.micronaut.core.annotation.Nullable;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The conditions of a DescribeSnapshots request. */
final class SnapshotCriteria implements Predicate<FoundSnapshot> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STANDARD = "standard";

    private final DescribeSnapshotsRequest request;
    private final Set<String> snapshotIds;
    private final Predicate<LocalDateTime> creationTime;

    /**
     * Validates the conditions.
     *
     * @throws ApiException the error of an invalid value
     */
    SnapshotCriteria(DescribeSnapshotsRequest request) {
        this.request = request;
        this.snapshotIds = ids(request.getSnapshotIds());
        if (request.getSnapshotLinkId() != null) {
            throw new ApiException(ApiError.INVALID_SNAPSHOT_LINK_ID_NOT_FOUND);
        }
        this.creationTime = request.getFilter() == null
                ? time -> true
                : request.getFilter().stream()
                        .map(SnapshotCriteria::creationTime)
                        .reduce(time -> true, Predicate::and);
    }

    /** The only ids that match, empty for any. */
    Set<String> snapshotIds() {
        return snapshotIds;
    }

    private static Set<String> ids(@Nullable String array) {
        try {
            return array == null ? Set.of() : Set.copyOf(List.of(JSON.readValue(array, String[].class)));
        } catch (JsonProcessingException e) {
            // The array has the pattern of the contract, but for example an invalid escape sequence.
            throw new ApiException(ApiError.INVALID_SNAPSHOT_IDS_MALFORMED);
        }
    }

    private static Predicate<LocalDateTime> creationTime(SnapshotFilter filter) {
        var limit = UtcTime.parse(filter.getValue(), ApiError.DESCRIBE_SNAPSHOTS_INVALID_FILTER_VALUE);
        return switch (filter.getKey()) {
            case CREATION_START_TIME -> time -> !time.isBefore(limit);
            case CREATION_END_TIME -> time -> !time.isAfter(limit);
        };
    }

    @Override
    public boolean test(FoundSnapshot found) {
        var snapshot = found.snapshot();
        return !requiresUnknownResource()
                && request.getSnapshotType() != DescribeSnapshotsRequestSnapshotType.AUTO
                && (request.getCategory() == null
                        || request.getCategory().getValue().equalsIgnoreCase(STANDARD))
                && (request.getStatus() == null
                        || request.getStatus() == SnapshotStatus.ALL
                        || request.getStatus() == found.status())
                && (request.getUsage() == null || request.getUsage() == found.usage())
                && isEqual(request.getSnapshotName(), snapshot.snapshotName())
                && isEqual(request.getInstanceId(), snapshot.instanceId())
                && isEqual(request.getResourceGroupId(), snapshot.resourceGroupId())
                && (request.getSourceDiskType() == null
                        || request.getSourceDiskType().equalsIgnoreCase(snapshot.sourceDiskType()))
                && (request.getEncrypted() == null || request.getEncrypted() == snapshot.encrypted())
                && creationTime.test(snapshot.creationTime());
    }

    private static boolean isEqual(@Nullable String requested, String value) {
        return requested == null || requested.equals(value);
    }

    /** Whether the request names something that no snapshot of this server has. */
    private boolean requiresUnknownResource() {
        return request.getDiskId() != null || request.getKmSKeyId() != null || request.getTag() != null;
    }
}
