package io.ecsimages.server.snapshot;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.DescribeSnapshotsApi;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.DescribeSnapshotsRequest;
import io.ecsimages.server.model.DescribeSnapshotsRequestSnapshotType;
import io.ecsimages.server.model.DescribeSnapshotsResponse;
import io.ecsimages.server.model.Snapshot;
import io.ecsimages.server.model.SnapshotStatus;
import io.ecsimages.server.model.SnapshotTags;
import io.ecsimages.server.model.Snapshots;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.protocol.UtcTime;
import io.ecsimages.server.region.Regions;
import io.ecsimages.server.snapshot.SnapshotSearch.FoundSnapshot;
import io.micronaut.http.annotation.Controller;
import java.util.List;
import java.util.Objects;

/** DescribeSnapshots: the snapshots of the caller, as far as they match the request. */
@Controller
class DescribeSnapshotsController implements DescribeSnapshotsApi {

    private static final String STANDARD = "standard";
    private static final String COMPLETE = "100%";

    private final SnapshotSearch search;
    private final Regions regions;

    DescribeSnapshotsController(SnapshotSearch search, Regions regions) {
        this.search = search;
        this.regions = regions;
    }

    @Override
    public DescribeSnapshotsResponse describeSnapshots(DescribeSnapshotsRequest request, RequestContext context) {
        var criteria = new SnapshotCriteria(request);
        var page = SnapshotPage.of(request);
        if (Boolean.TRUE.equals(request.getDryRun())) {
            regions.require(request.getRegionId());
            throw new ApiException(ApiError.DRY_RUN_OPERATION);
        }
        var matching = search.find(context.account(), request.getRegionId(), criteria.snapshotIds()).stream()
                .filter(criteria)
                .toList();
        if (matching.isEmpty()) {
            regions.require(request.getRegionId());
        }
        var content = page.cut(matching);
        context.returnedRows(content.snapshots().size());
        return new DescribeSnapshotsResponse()
                .requestId(context.requestId())
                .totalCount(matching.size())
                .pageNumber(page.number())
                .pageSize(page.size())
                .nextToken(content.nextToken())
                .snapshots(new Snapshots()
                        .snapshot(content.snapshots().stream()
                                .map(DescribeSnapshotsController::render)
                                .toList()));
    }

    private static Snapshot render(FoundSnapshot found) {
        var snapshot = found.snapshot();
        return new Snapshot()
                .snapshotId(snapshot.snapshotId())
                .snapshotName(snapshot.snapshotName().isEmpty() ? null : snapshot.snapshotName())
                .description(snapshot.description())
                .regionId(snapshot.regionId())
                .status(found.status().getValue())
                .progress(Objects.requireNonNullElse(found.progress(), COMPLETE))
                .creationTime(UtcTime.format(snapshot.creationTime()))
                .snapshotType(DescribeSnapshotsRequestSnapshotType.USER.getValue())
                .category(STANDARD)
                .usage(found.usage().getValue())
                .encrypted(snapshot.encrypted())
                .available(found.status() == SnapshotStatus.ACCOMPLISHED)
                .sourceDiskSize(snapshot.sourceDiskSize())
                .sourceDiskType(snapshot.sourceDiskType())
                .productCode("")
                .tags(new SnapshotTags().tag(List.of()));
    }
}
