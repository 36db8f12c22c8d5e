package io.ecsimages.server.image;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.ImagesApi;
import io.ecsimages.server.catalogue.Regions;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.DescribeImagesRequest;
import io.ecsimages.server.model.DescribeImagesResponse;
import io.ecsimages.server.model.Image;
import io.ecsimages.server.model.ImageStatus;
import io.ecsimages.server.model.Images;
import io.ecsimages.server.rpc.RpcRequest.Call;
import io.micronaut.data.model.Pageable;
import io.micronaut.data.model.Sort;
import io.micronaut.data.repository.jpa.criteria.QuerySpecification;
import io.micronaut.http.annotation.Controller;
import io.micronaut.transaction.annotation.ReadOnly;
import java.util.List;

/**
 * DescribeImages. A call costs two statements, the count and the page; one where no page is left to read; and one more
 * (does the region exist?) where nothing was found.
 */
@Controller
class ImagesController implements ImagesApi {

    /** Newest first, ties by id: a total order, so that pages neither repeat nor skip. */
    private static final Sort ORDER = Sort.of(Sort.Order.desc("creationTime"), Sort.Order.asc("imageId"));

    private final ImageRepository images;
    private final ImageDocuments documents;
    private final Regions regions;

    ImagesController(ImageRepository images, ImageDocuments documents, Regions regions) {
        this.images = images;
        this.documents = documents;
        this.regions = regions;
    }

    @Override
    @ReadOnly
    public DescribeImagesResponse describeImages(DescribeImagesRequest request) {
        if (request.getStatus().contains(ImageStatus.ALL) && request.getStatus().size() > 1) {
            throw new ApiException(ApiError.INVALID_PARAMETER_STATUS);
        }
        var call = Call.current();
        var matching = ImageFilters.matching(request, call.account());
        long total = images.count(matching);
        if (total == 0 && !regions.contains(request.getRegionId())) {
            throw new ApiException(ApiError.INVALID_REGION_ID_NOT_FOUND);
        }
        return new DescribeImagesResponse()
                .requestId(call.requestId())
                .regionId(request.getRegionId())
                .totalCount(Math.toIntExact(total))
                .pageNumber(request.getPageNumber())
                .pageSize(request.getPageSize())
                .images(new Images().image(page(matching, request, total, call.account())));
    }

    private List<Image> page(
            QuerySpecification<ImageRow> matching, DescribeImagesRequest request, long total, long account) {
        var page = Pageable.from(request.getPageNumber() - 1, request.getPageSize(), ORDER)
                .withoutTotal();
        if (page.getOffset() >= total) {
            return List.of();
        }
        return images.findAll(matching, page).getContent().stream()
                .map(row -> documents.asSeenBy(account, row))
                .toList();
    }
}
