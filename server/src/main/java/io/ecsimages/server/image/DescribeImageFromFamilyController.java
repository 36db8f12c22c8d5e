package io.ecsimages.server.image;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.DescribeImageFromFamilyApi;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.DescribeImageFromFamilyRequest;
import io.ecsimages.server.model.DescribeImageFromFamilyResponse;
import io.ecsimages.server.model.DescribeImagesRequest;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.region.Regions;
import io.micronaut.http.annotation.Controller;

/** DescribeImageFromFamily: the newest Available image of a family that the caller can use. */
@Controller
class DescribeImageFromFamilyController implements DescribeImageFromFamilyApi {

    private final ImageSearch search;
    private final ImageRenderer renderer;
    private final Regions regions;

    DescribeImageFromFamilyController(ImageSearch search, ImageRenderer renderer, Regions regions) {
        this.search = search;
        this.renderer = renderer;
        this.regions = regions;
    }

    @Override
    public DescribeImageFromFamilyResponse describeImageFromFamily(
            DescribeImageFromFamilyRequest request, RequestContext context) {
        var ofFamily =
                new DescribeImagesRequest().regionId(request.getRegionId()).imageFamily(request.getImageFamily());
        var newest = search.find(ImageCriteria.of(ofFamily, context.account()), 1, 1);
        if (newest.total() == 0 && !regions.contains(request.getRegionId())) {
            throw new ApiException(ApiError.DESCRIBE_IMAGE_FROM_FAMILY_INVALID_REGION_ID_NOT_FOUND);
        }
        context.returnedRows(newest.images().size());
        return new DescribeImageFromFamilyResponse()
                .requestId(context.requestId())
                .image(renderer.render(newest.images(), context.account()).getImage().stream()
                        .findFirst()
                        .orElse(null));
    }
}
