package io.ecsimages.server.image;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.DescribeImagesApi;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.DescribeImagesRequest;
import io.ecsimages.server.model.DescribeImagesResponse;
import io.ecsimages.server.model.Image;
import io.ecsimages.server.model.Images;
import io.ecsimages.server.rpc.RpcRequest.Call;
import io.micronaut.data.model.Pageable;
import io.micronaut.data.model.Sort;
import io.micronaut.data.repository.jpa.criteria.QuerySpecification;
import io.micronaut.http.annotation.Controller;
import io.micronaut.transaction.annotation.ReadOnly;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.List;

/**
 * DescribeImages. A call costs two statements, the count and the page; one where no page is left to read; one more (does
 * the region exist?) where nothing was found, and one more (who subscribed?) where the page shows images of the market.
 */
@Controller
class DescribeImagesController implements DescribeImagesApi {

    /** Newest first, ties by id: a total order, so that pages neither repeat nor skip. */
    private static final Sort ORDER = Sort.of(Sort.Order.desc("creationTime"), Sort.Order.asc("imageId"));

    private final ImageRepository images;
    private final ImageDocuments documents;
    private final Regions regions;
    private final Explanation explanation;
    private final Clock clock;

    DescribeImagesController(
            ImageRepository images, ImageDocuments documents, Regions regions, Explanation explanation, Clock clock) {
        this.images = images;
        this.documents = documents;
        this.regions = regions;
        this.explanation = explanation;
        this.clock = clock;
    }

    @Override
    @ReadOnly
    public DescribeImagesResponse describeImages(DescribeImagesRequest request) {
        var call = Call.current();
        var now = LocalDateTime.now(clock);
        DescribeImagesRules.check(request, call.request().parameters());
        var matching = ImageFilters.matching(request, call.account(), now);
        boolean dryRun = Boolean.TRUE.equals(request.getDryRun());
        long total = dryRun ? 0 : images.count(matching);
        if (total == 0 && !regions.contains(request.getRegionId())) {
            throw new ApiException(ApiError.INVALID_REGION_ID_NOT_FOUND);
        }
        if (dryRun) {
            throw new ApiException(ApiError.DRY_RUN_OPERATION);
        }
        var page = page(matching, request, total, call.account(), now);
        explanation.log(request, call, page);
        return new DescribeImagesResponse()
                .requestId(call.requestId())
                .regionId(request.getRegionId())
                .totalCount(Math.toIntExact(total))
                .pageNumber(request.getPageNumber())
                .pageSize(request.getPageSize())
                .images(new Images().image(page));
    }

    private List<Image> page(
            QuerySpecification<ImageRow> matching,
            DescribeImagesRequest request,
            long total,
            long account,
            LocalDateTime now) {
        var page = Pageable.from(request.getPageNumber() - 1, request.getPageSize(), ORDER)
                .withoutTotal();
        return page.getOffset() >= total
                ? List.of()
                : documents.asSeenBy(account, images.findAll(matching, page).getContent(), now);
    }
}
