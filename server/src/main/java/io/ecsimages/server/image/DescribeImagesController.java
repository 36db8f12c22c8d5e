package io.ecsimages.server.image;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.DescribeImagesApi;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.DescribeImagesRequest;
import io.ecsimages.server.model.DescribeImagesResponse;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.region.Regions;
import io.micronaut.http.annotation.Controller;

/** DescribeImages: the images that the caller may see, as far as they match the request. */
@Controller
class DescribeImagesController implements DescribeImagesApi {

    private final ImageSearch search;
    private final ImageRenderer renderer;
    private final Regions regions;
    private final FilterDiagnostics diagnostics;

    DescribeImagesController(
            ImageSearch search, ImageRenderer renderer, Regions regions, FilterDiagnostics diagnostics) {
        this.search = search;
        this.renderer = renderer;
        this.regions = regions;
        this.diagnostics = diagnostics;
    }

    @Override
    public DescribeImagesResponse describeImages(DescribeImagesRequest request, RequestContext context) {
        DescribeImagesValidator.validate(request, context.parameters());
        var criteria = ImageCriteria.of(request, context.account());
        if (Boolean.TRUE.equals(request.getDryRun())) {
            regions.require(request.getRegionId());
            throw new ApiException(ApiError.DRY_RUN_OPERATION);
        }
        var page = search.find(criteria, request.getPageNumber(), request.getPageSize());
        if (page.total() == 0) {
            regions.require(request.getRegionId());
        }
        diagnostics.log(request, context);
        context.returnedRows(page.images().size());
        return new DescribeImagesResponse()
                .requestId(context.requestId())
                .regionId(request.getRegionId())
                .totalCount(page.total())
                .pageNumber(request.getPageNumber())
                .pageSize(request.getPageSize())
                .images(renderer.render(page.images(), context.account()));
    }
}
