package io.ecsimages.server.image;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.CancelCopyImageApi;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.CancelCopyImageRequest;
import io.ecsimages.server.model.CancelCopyImageResponse;
import io.ecsimages.server.model.ImageStatus;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.snapshot.DiskSnapshots;
import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.write.ImageEditor;
import io.ecsimages.server.write.OwnImages;
import io.micronaut.http.annotation.Controller;

/** CancelCopyImage: deletes a copy that is being created, with its snapshots. */
@Controller
class CancelCopyImageController implements CancelCopyImageApi {

    private final OwnImages ownImages;
    private final DiskSnapshots snapshots;
    private final ImageEditor editor;

    CancelCopyImageController(OwnImages ownImages, DiskSnapshots snapshots, ImageEditor editor) {
        this.ownImages = ownImages;
        this.snapshots = snapshots;
        this.editor = editor;
    }

    @Override
    public CancelCopyImageResponse cancelCopyImage(CancelCopyImageRequest request, RequestContext context) {
        var image = ownImages.get(request.getRegionId(), request.getImageId(), context.account());
        check(image);
        snapshots.delete(image);
        editor.delete(image);
        return new CancelCopyImageResponse().requestId(context.requestId());
    }

    private void check(ImageEntity image) {
        if (!Boolean.TRUE.equals(editor.read(image).getIsCopied())) {
            throw new ApiException(ApiError.IMAGE_CREATED_NOT_FROM_COPY);
        } else if (image.statusAt(editor.now()).equals(ImageStatus.CREATE_FAILED.getValue())) {
            throw new ApiException(ApiError.INCORRECT_IMAGE_STATUS_COPY_FAILED);
        } else if (!editor.isBeingCreated(image)) {
            throw new ApiException(ApiError.INCORRECT_IMAGE_STATUS_COPY_FINISHED);
        }
    }
}
