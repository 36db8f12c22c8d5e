package io.ecsimages.server.image;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.ExportImageApi;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.DiskDeviceMapping;
import io.ecsimages.server.model.DiskType;
import io.ecsimages.server.model.ExportImageRequest;
import io.ecsimages.server.model.ExportImageResponse;
import io.ecsimages.server.model.Image;
import io.ecsimages.server.model.ImageStatus;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.region.Regions;
import io.ecsimages.server.snapshot.Disks;
import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.task.ImageTasks;
import io.ecsimages.server.task.Task;
import io.ecsimages.server.write.DeclaredResources;
import io.ecsimages.server.write.ImageCreator;
import io.ecsimages.server.write.ImageEditor;
import io.ecsimages.server.write.OwnImages;
import io.micronaut.http.annotation.Controller;

/** ExportImage: creates a task that exports an image to OSS. It writes no file. */
@Controller
class ExportImageController implements ExportImageApi {

    /** The limits of an image that can be exported, as its page says. */
    private static final int MAXIMUM_DATA_DISKS = 4;

    private static final int MAXIMUM_DATA_DISK_SIZE = 500;

    private final Regions regions;
    private final OwnImages ownImages;
    private final DeclaredResources declared;
    private final ImageEditor editor;
    private final ImageCreator creator;
    private final ImageTasks tasks;

    ExportImageController(
            Regions regions,
            OwnImages ownImages,
            DeclaredResources declared,
            ImageEditor editor,
            ImageCreator creator,
            ImageTasks tasks) {
        this.regions = regions;
        this.ownImages = ownImages;
        this.declared = declared;
        this.editor = editor;
        this.creator = creator;
        this.tasks = tasks;
    }

    @Override
    public ExportImageResponse exportImage(ExportImageRequest request, RequestContext context) {
        if (!regions.contains(request.getRegionId())) {
            throw new ApiException(ApiError.TASK_INVALID_REGION_ID_NOT_FOUND);
        }
        var entity = ownImages.get(request.getRegionId(), request.getImageId(), context.account());
        if (!declared.contains(request.getOsSBucket())) {
            throw new ApiException(ApiError.INVALID_OSS_BUCKET_NOT_FOUND);
        } else if (!entity.statusAt(editor.now()).equals(ImageStatus.AVAILABLE.getValue())) {
            throw new ApiException(ApiError.EXPORT_IMAGE_INCORRECT_IMAGE_STATUS);
        }
        checkContents(editor.read(entity));
        if (tasks.isRunning(Task.EXPORT, entity)) {
            throw new ApiException(ApiError.EXPORT_IMAGE_IMAGE_IS_EXPORTING);
        }
        return new ExportImageResponse()
                .requestId(context.requestId())
                .regionId(request.getRegionId())
                .taskId(begin(request, entity));
    }

    private static void checkContents(Image image) {
        var disks = Disks.of(image);
        var dataDisks =
                disks.stream().filter(disk -> Disks.type(disk) == DiskType.DATA).toList();
        if (!image.getProductCode().isEmpty()) {
            throw new ApiException(ApiError.IMAGE_NOT_SUPPORTED_MARKETPLACE);
        } else if (disks.stream().map(DiskDeviceMapping::getEncrypted).anyMatch(Boolean.TRUE::equals)) {
            throw new ApiException(ApiError.IMAGE_NOT_SUPPORTED_ENCRYPTED);
        } else if (dataDisks.size() > MAXIMUM_DATA_DISKS
                || dataDisks.stream().anyMatch(disk -> Disks.size(disk) > MAXIMUM_DATA_DISK_SIZE)) {
            throw new ApiException(ApiError.INVALID_IMAGE_DISK_AMOUNT_OR_SIZE);
        }
    }

    private String begin(ExportImageRequest request, ImageEntity image) {
        var format = request.getImageFormat().getValue();
        var prefix = request.getOsSPrefix() == null ? "" : request.getOsSPrefix() + "_";
        return tasks.begin(
                Task.EXPORT,
                image,
                editor.now().plus(creator.creationTime()),
                false,
                taskId -> new ImageTasks.ImageFile(
                        request.getOsSBucket(), prefix + image.imageId() + "_" + taskId + "." + format, format));
    }
}
