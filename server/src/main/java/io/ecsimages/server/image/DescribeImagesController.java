package io.ecsimages.server.image;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.DescribeImagesApi;
import io.ecsimages.server.edition.Editions;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.DescribeImagesRequest;
import io.ecsimages.server.model.DescribeImagesResponse;
import io.ecsimages.server.rpc.Format;
import io.ecsimages.server.rpc.Observation;
import io.ecsimages.server.rpc.RpcRequest.Call;
import io.micronaut.http.annotation.Controller;
import io.micronaut.transaction.annotation.ReadOnly;
import java.util.List;

/**
 * DescribeImages. What a call costs, in statements: docs/performance.md.
 */
@Controller
class DescribeImagesController implements DescribeImagesApi {

    private final Editions editions;
    private final ImageQuery query;
    private final ImagePages pages;
    private final Regions regions;
    private final Explanation explanation;

    DescribeImagesController(
            Editions editions, ImageQuery query, ImagePages pages, Regions regions, Explanation explanation) {
        this.editions = editions;
        this.query = query;
        this.pages = pages;
        this.regions = regions;
        this.explanation = explanation;
    }

    @Override
    @ReadOnly
    public DescribeImagesResponse describeImages(DescribeImagesRequest request) {
        var call = Call.current();
        DescribeImagesRules.check(request, call.request().parameters());
        var edition = editions.current();
        var matching = ImageFilters.matching(request, call.account(), edition.ripened());
        boolean dryRun = Boolean.TRUE.equals(request.getDryRun());
        var listing = dryRun ? new Listing(List.of()) : query.list(edition, matching);
        if (listing.size() == 0 && !regions.contains(request.getRegionId())) {
            throw new ApiException(ApiError.INVALID_REGION_ID_NOT_FOUND);
        }
        if (dryRun) {
            throw new ApiException(ApiError.DRY_RUN_OPERATION);
        }
        explanation.log(request, call);
        long offset = (long) request.getPageSize() * (request.getPageNumber() - 1);
        var page = listing.page(offset, request.getPageSize());
        Observation.current().rows(page.size());
        boolean asJson = call.request().answerAs().format() == Format.JSON;
        var shown = asJson ? pages.write(edition, page, call.account()) : pages.read(page, call.account());
        if (shown.lasts()) {
            call.lastsIn(edition);
        }
        return new DescribeImagesResponse()
                .requestId(call.requestId())
                .regionId(request.getRegionId())
                .totalCount(listing.size())
                .pageNumber(request.getPageNumber())
                .pageSize(request.getPageSize())
                .images(shown.images());
    }
}
