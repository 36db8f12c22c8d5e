package io.ecsimages.server.image;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.DeleteImageApi;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.DeleteImageRequest;
import io.ecsimages.server.model.DeleteImageResponse;
import io.ecsimages.server.model.DiskDeviceMapping;
import io.ecsimages.server.model.Image;
import io.ecsimages.server.model.ImageUsage;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.snapshot.DiskSnapshots;
import io.ecsimages.server.snapshot.Disks;
import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.store.ImageShareRepository;
import io.ecsimages.server.task.ImageTasks;
import io.ecsimages.server.task.Task;
import io.ecsimages.server.write.ImageEditor;
import io.ecsimages.server.write.OwnImages;
import io.micronaut.http.annotation.Controller;

/** DeleteImage: deletes an image that is neither used, shared nor published, and that no operation works on. */
@Controller
class DeleteImageController implements DeleteImageApi {

    private final OwnImages ownImages;
    private final ImageEditor editor;
    private final ImageShareRepository shares;
    private final ImageTasks tasks;
    private final DiskSnapshots snapshots;

    DeleteImageController(
            OwnImages ownImages,
            ImageEditor editor,
            ImageShareRepository shares,
            ImageTasks tasks,
            DiskSnapshots snapshots) {
        this.ownImages = ownImages;
        this.editor = editor;
        this.shares = shares;
        this.tasks = tasks;
        this.snapshots = snapshots;
    }

    @Override
    public DeleteImageResponse deleteImage(DeleteImageRequest request, RequestContext context) {
        var image = ownImages.get(request.getRegionId(), request.getImageId(), context.account());
        checkNotBusy(image);
        if (image.isPublic()) {
            throw new ApiException(ApiError.IMAGE_IS_PUBLIC);
        } else if (shares.existsByImage(image.key())) {
            throw new ApiException(ApiError.IMAGE_USE_SHARED);
        } else if (image.imageUsage().equals(ImageUsage.INSTANCE.getValue()) && !request.getForce()) {
            throw new ApiException(ApiError.IMAGE_USING_BY_INSTANCE);
        }
        snapshots.keep(image);
        editor.delete(image);
        return new DeleteImageResponse().requestId(context.requestId());
    }

    private void checkNotBusy(ImageEntity image) {
        if (editor.isBeingCreated(image)) {
            throw new ApiException(creationError(image));
        } else if (tasks.isRunning(Task.EXPORT, image)) {
            throw new ApiException(ApiError.DELETE_IMAGE_IMAGE_IS_EXPORTING);
        }
    }

    private ApiError creationError(ImageEntity image) {
        var document = editor.read(image);
        if (Boolean.TRUE.equals(document.getIsCopied())) {
            return ApiError.OPERATION_DENIED_IMAGE_COPYING;
        }
        return tasks.isRunning(Task.IMPORT, image) || hasImportedDisk(document)
                ? ApiError.IMAGE_IS_IMPORTING
                : ApiError.IMAGE_IS_CREATING;
    }

    private static boolean hasImportedDisk(Image image) {
        return Disks.of(image).stream()
                .map(DiskDeviceMapping::getImportOSSObject)
                .anyMatch(object -> object != null && !object.isEmpty());
    }
}
