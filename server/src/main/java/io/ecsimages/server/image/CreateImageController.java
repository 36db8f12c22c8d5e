package io.ecsimages.server.image;

import static io.ecsimages.server.image.NewImages.orEmpty;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.CreateImageApi;
import io.ecsimages.server.model.CreateImageRequest;
import io.ecsimages.server.model.CreateImageResponse;
import io.ecsimages.server.model.Features;
import io.ecsimages.server.model.Image;
import io.ecsimages.server.model.OSType;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.region.Regions;
import io.ecsimages.server.snapshot.DiskSnapshots;
import io.ecsimages.server.write.ImageCreator;
import io.micronaut.http.annotation.Controller;

/** CreateImage: creates an image from an instance, from the snapshots of several disks, or from one snapshot. */
@Controller
class CreateImageController implements CreateImageApi {

    private static final String WINDOWS = "Windows";

    private final Regions regions;
    private final SourceDisks sourceDisks;
    private final DiskSnapshots snapshots;
    private final ImageCreator creator;

    CreateImageController(Regions regions, SourceDisks sourceDisks, DiskSnapshots snapshots, ImageCreator creator) {
        this.regions = regions;
        this.sourceDisks = sourceDisks;
        this.snapshots = snapshots;
        this.creator = creator;
    }

    @Override
    public CreateImageResponse createImage(CreateImageRequest request, RequestContext context) {
        regions.require(request.getRegionId());
        var disks = sourceDisks.of(request, context.account());
        boolean ofInstance = request.getInstanceId() != null;
        if (ofInstance) {
            snapshots.assign(disks, request.getRegionId());
        }
        var image = image(request);
        NewImages.setDisks(image, disks);
        var created = creator.create(
                image,
                request.getRegionId(),
                context.account(),
                request.getTag(),
                ApiError.INVALID_IMAGE_NAME_DUPLICATED);
        if (ofInstance) {
            snapshots.save(created, image, request.getInstanceId());
        }
        return new CreateImageResponse().requestId(context.requestId()).imageId(created.imageId());
    }

    private static Image image(CreateImageRequest request) {
        var platform = request.getPlatform().getValue();
        var osType = platform.contains(WINDOWS) ? OSType.WINDOWS : OSType.LINUX;
        return NewImages.of(platform, request.getArchitecture().getValue(), osType.getValue())
                .imageName(orEmpty(request.getImageName()))
                .description(orEmpty(request.getDescription()))
                .imageFamily(request.getImageFamily())
                .imageVersion(orEmpty(request.getImageVersion()))
                .bootMode(request.getBootMode().getValue())
                .features(new Features()
                        .imdsSupport(request.getFeaturesImdsSupport().getValue()))
                .detectionOptions(NewImages.detection(request.getDetectionStrategy()))
                .resourceGroupId(orEmpty(request.getResourceGroupId()));
    }
}
