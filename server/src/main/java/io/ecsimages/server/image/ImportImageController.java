package io.ecsimages.server.image;

import static io.ecsimages.server.image.NewImages.orEmpty;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.ImportImageApi;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.DiskDeviceMapping;
import io.ecsimages.server.model.DiskToImport;
import io.ecsimages.server.model.DiskType;
import io.ecsimages.server.model.Features;
import io.ecsimages.server.model.Image;
import io.ecsimages.server.model.ImageStatus;
import io.ecsimages.server.model.ImportImageRequest;
import io.ecsimages.server.model.ImportImageResponse;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.region.Regions;
import io.ecsimages.server.snapshot.DiskSnapshots;
import io.ecsimages.server.snapshot.Disks;
import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.task.ImageTasks;
import io.ecsimages.server.task.Task;
import io.ecsimages.server.write.DeclaredResources;
import io.ecsimages.server.write.ImageCreator;
import io.micronaut.core.beans.BeanIntrospection;
import io.micronaut.http.annotation.Controller;
import jakarta.validation.constraints.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** ImportImage: creates an image from files in OSS, which it believes to exist, and a task. */
@Controller
class ImportImageController implements ImportImageApi {

    private static final String ARM = "arm64";
    private static final String UEFI = "UEFI";
    private static final String BIOS = "BIOS";
    private static final String RAW = "RAW";

    /** The formats of the contract. */
    private static final String FORMATS = BeanIntrospection.getIntrospection(DiskToImport.class)
            .getRequiredProperty("format", String.class)
            .stringValue(Pattern.class, "regexp")
            .orElseThrow();

    private final Regions regions;
    private final DeclaredResources declared;
    private final DiskSnapshots snapshots;
    private final ImageCreator creator;
    private final ImageTasks tasks;

    ImportImageController(
            Regions regions,
            DeclaredResources declared,
            DiskSnapshots snapshots,
            ImageCreator creator,
            ImageTasks tasks) {
        this.regions = regions;
        this.declared = declared;
        this.snapshots = snapshots;
        this.creator = creator;
        this.tasks = tasks;
    }

    @Override
    public ImportImageResponse importImage(ImportImageRequest request, RequestContext context) {
        if (!regions.contains(request.getRegionId())) {
            throw new ApiException(ApiError.TASK_INVALID_REGION_ID_NOT_FOUND);
        }
        var disks = disks(request.getDiskDeviceMapping());
        snapshots.assign(disks, request.getRegionId());
        var image = image(request);
        NewImages.setDisks(image, disks);
        var created = creator.create(
                image,
                request.getRegionId(),
                context.account(),
                request.getTag(),
                ApiError.INVALID_IMAGE_NAME_DESTINATION_DUPLICATED);
        snapshots.save(created, image, null);
        return new ImportImageResponse()
                .requestId(context.requestId())
                .regionId(request.getRegionId())
                .imageId(created.imageId())
                .taskId(begin(created, disks.get(0)));
    }

    /** Begins the task, which ends when the creation of the image ends. */
    private String begin(ImageEntity image, DiskDeviceMapping file) {
        return tasks.begin(
                Task.IMPORT,
                image,
                Objects.requireNonNullElse(image.availableFrom(), image.creationTime()),
                image.status().equals(ImageStatus.CREATE_FAILED.getValue()),
                taskId -> new ImageTasks.ImageFile(
                        file.getImportOSSBucket(), file.getImportOSSObject(), file.getFormat()));
    }

    private List<DiskDeviceMapping> disks(List<DiskToImport> files) {
        var disks = new ArrayList<DiskDeviceMapping>();
        files.forEach(file -> disks.add(disk(file, disks.isEmpty() ? DiskType.SYSTEM : DiskType.DATA)));
        Disks.nameDevices(disks);
        if (Disks.haveEqualDevices(disks)) {
            throw new ApiException(ApiError.INVALID_PARAMETER_DEVICE);
        } else if (!disks.stream().map(DiskDeviceMapping::getImportOSSBucket).allMatch(declared::contains)) {
            throw new ApiException(ApiError.INVALID_OSS_BUCKET_NOT_FOUND);
        }
        return disks;
    }

    private static DiskDeviceMapping disk(DiskToImport file, DiskType type) {
        int size = Stream.of(file.getDiskImageSize(), file.getDiskImSize())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(Disks.DEFAULT_SIZE);
        return new DiskDeviceMapping()
                .device(orEmpty(file.getDevice()))
                .type(type.getValue())
                .size(String.valueOf(size))
                .format(format(file))
                .importOSSBucket(file.getOsSBucket())
                .importOSSObject(file.getOsSObject());
    }

    /** The format of a file; without one, the end of its name, or RAW. */
    private static String format(DiskToImport file) {
        if (file.getFormat() != null) {
            return file.getFormat();
        }
        var object = file.getOsSObject();
        var end = object.substring(object.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT);
        return object.contains(".") && end.matches(FORMATS) ? end : RAW;
    }

    private static Image image(ImportImageRequest request) {
        var architecture = request.getArchitecture().getValue();
        var bootMode = request.getBootMode();
        var nvmeSupport = request.getFeaturesNvmeSupport();
        return NewImages.of(
                        request.getPlatform().getValue(),
                        architecture,
                        request.getOsType().getValue())
                .imageName(orEmpty(request.getImageName()))
                .description(orEmpty(request.getDescription()))
                .bootMode(bootMode == null ? (architecture.equals(ARM) ? UEFI : BIOS) : bootMode.getValue())
                .licenseType(request.getLicenseType().getValue())
                .features(new Features()
                        .imdsSupport(request.getFeaturesImdsSupport().getValue())
                        .nvmeSupport(nvmeSupport == null ? null : nvmeSupport.getValue()))
                .detectionOptions(NewImages.detection(request.getDetectionStrategy()))
                .resourceGroupId(orEmpty(request.getResourceGroupId()));
    }
}
