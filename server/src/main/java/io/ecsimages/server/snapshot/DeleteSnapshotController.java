package io.ecsimages.server.snapshot;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.DeleteSnapshotApi;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.DeleteSnapshotRequest;
import io.ecsimages.server.model.DeleteSnapshotResponse;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.store.ImageSnapshotRepository;
import io.micronaut.http.annotation.Controller;

/** DeleteSnapshot: deletes a snapshot that no image has. */
@Controller
class DeleteSnapshotController implements DeleteSnapshotApi {

    private final SnapshotRepository snapshots;
    private final ImageSnapshotRepository imageSnapshots;

    DeleteSnapshotController(SnapshotRepository snapshots, ImageSnapshotRepository imageSnapshots) {
        this.snapshots = snapshots;
        this.imageSnapshots = imageSnapshots;
    }

    @Override
    public DeleteSnapshotResponse deleteSnapshot(DeleteSnapshotRequest request, RequestContext context) {
        if (imageSnapshots.countImages(context.account(), request.getSnapshotId()) > 0) {
            throw new ApiException(ApiError.SNAPSHOT_CREATED_IMAGE);
        } else if (snapshots.deleteByAccountIdAndSnapshotId(context.account(), request.getSnapshotId()) == 0) {
            throw new ApiException(ApiError.DELETE_SNAPSHOT_INVALID_SNAPSHOT_ID_NOT_FOUND);
        }
        return new DeleteSnapshotResponse().requestId(context.requestId());
    }
}
