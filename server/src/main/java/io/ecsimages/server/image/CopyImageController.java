package io.ecsimages.server.image;

import static io.ecsimages.server.image.NewImages.orEmpty;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.CopyImageApi;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.CopyImageRequest;
import io.ecsimages.server.model.CopyImageResponse;
import io.ecsimages.server.model.DiskDeviceMapping;
import io.ecsimages.server.model.DiskDeviceMappings;
import io.ecsimages.server.model.Image;
import io.ecsimages.server.model.ImageStatus;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.region.Regions;
import io.ecsimages.server.snapshot.DiskSnapshots;
import io.ecsimages.server.snapshot.Disks;
import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.store.ImageRepository;
import io.ecsimages.server.store.ImageShareRepository;
import io.ecsimages.server.write.ImageCreator;
import io.ecsimages.server.write.ImageEditor;
import io.micronaut.http.annotation.Controller;
import java.util.List;
import java.util.Objects;

/** CopyImage: copies an own image to another region, or a shared one within its region. */
@Controller
class CopyImageController implements CopyImageApi {

    private final Regions regions;
    private final ImageRepository images;
    private final ImageShareRepository shares;
    private final DiskSnapshots snapshots;
    private final ImageCreator creator;
    private final ImageEditor editor;

    CopyImageController(
            Regions regions,
            ImageRepository images,
            ImageShareRepository shares,
            DiskSnapshots snapshots,
            ImageCreator creator,
            ImageEditor editor) {
        this.regions = regions;
        this.images = images;
        this.shares = shares;
        this.snapshots = snapshots;
        this.creator = creator;
        this.editor = editor;
    }

    @Override
    public CopyImageResponse copyImage(CopyImageRequest request, RequestContext context) {
        var destination = Objects.requireNonNullElse(request.getDestinationRegionId(), request.getRegionId());
        checkParameters(request, destination);
        var source = find(request, context.account());
        check(source, request, destination, context.account());
        var copy = copy(editor.read(source), request);
        snapshots.assign(Disks.of(copy), destination);
        var created = creator.create(
                copy,
                destination,
                context.account(),
                request.getTag(),
                ApiError.INVALID_IMAGE_NAME_DESTINATION_DUPLICATED);
        snapshots.save(created, copy, null);
        return new CopyImageResponse().requestId(context.requestId()).imageId(created.imageId());
    }

    private void checkParameters(CopyImageRequest request, String destination) {
        if (!regions.contains(request.getRegionId())) {
            throw new ApiException(ApiError.SOURCE_REGION_NOT_FOUND);
        } else if (!regions.contains(destination)) {
            throw new ApiException(ApiError.DESTINATION_REGION_NOT_FOUND);
        } else if (request.getKmSKeyId() != null && !request.getEncrypted()) {
            throw new ApiException(ApiError.INVALID_PARAMETER_ENCRYPTED_ILLEGAL);
        }
    }

    private ImageEntity find(CopyImageRequest request, long account) {
        return images.findByImageIdInAndRegionId(List.of(request.getImageId()), request.getRegionId()).stream()
                .filter(image -> isOwn(image, account) || isShared(image, account))
                .findFirst()
                .orElseThrow(() -> new ApiException(ApiError.INVALID_IMAGE_ID_NOT_FOUND_OR_NOT_SHARED));
    }

    private static boolean isOwn(ImageEntity image, long account) {
        return Objects.equals(image.ownerId(), account);
    }

    private boolean isShared(ImageEntity image, long account) {
        return !shares.findImageByAccountIdAndImageIn(account, List.of(image.key()))
                .isEmpty();
    }

    private void check(ImageEntity source, CopyImageRequest request, String destination, long account) {
        boolean sameRegion = destination.equals(source.regionId());
        boolean own = isOwn(source, account);
        if (!own && !sameRegion) {
            throw new ApiException(ApiError.OPERATION_DENIED_SAME_REGION_ONLY);
        } else if (own && sameRegion && !request.getEncrypted()) {
            throw new ApiException(ApiError.INCORRECT_DESTINATION_REGION);
        } else if (!source.statusAt(editor.now()).equals(ImageStatus.AVAILABLE.getValue())) {
            throw new ApiException(ApiError.COPY_IMAGE_INCORRECT_IMAGE_STATUS);
        }
    }

    private static Image copy(Image source, CopyImageRequest request) {
        return new Image()
                .imageName(orEmpty(request.getDestinationImageName()))
                .description(orEmpty(request.getDestinationDescription()))
                .resourceGroupId(orEmpty(request.getResourceGroupId()))
                .isCopied(true)
                .architecture(source.getArchitecture())
                .osName(source.getOsName())
                .osNameEn(source.getOsNameEn())
                .osType(source.getOsType())
                .platform(source.getPlatform())
                .size(source.getSize())
                .imageVersion(source.getImageVersion())
                .bootMode(source.getBootMode())
                .licenseType(source.getLicenseType())
                .features(source.getFeatures())
                .secureBootOptions(source.getSecureBootOptions())
                .isSupportIoOptimized(source.getIsSupportIoOptimized())
                .isSupportCloudinit(source.getIsSupportCloudinit())
                .loginAsNonRootSupported(source.getLoginAsNonRootSupported())
                .productCode(source.getProductCode())
                .diskDeviceMappings(new DiskDeviceMappings()
                        .diskDeviceMapping(Disks.of(source).stream()
                                .map(disk -> copy(disk, request.getEncrypted()))
                                .toList()));
    }

    private static DiskDeviceMapping copy(DiskDeviceMapping source, boolean encrypted) {
        return new DiskDeviceMapping()
                .device(source.getDevice())
                .type(source.getType())
                .size(source.getSize())
                .format(source.getFormat())
                .encrypted(encrypted ? Boolean.TRUE : source.getEncrypted());
    }
}
