package io.ecsimages.server.image;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.DescribeImageFromFamilyApi;
import io.ecsimages.server.edition.Editions;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.DescribeImageFromFamilyRequest;
import io.ecsimages.server.model.DescribeImageFromFamilyResponse;
import io.ecsimages.server.model.DescribeImagesRequest;
import io.ecsimages.server.model.ImageOwnerAlias;
import io.ecsimages.server.rpc.Observation;
import io.ecsimages.server.rpc.RpcRequest.Call;
import io.micronaut.http.annotation.Controller;
import io.micronaut.transaction.annotation.ReadOnly;

/** DescribeImageFromFamily: the first image of what DescribeImages lists of the caller's own images of the family. */
@Controller
class DescribeImageFromFamilyController implements DescribeImageFromFamilyApi {

    private final Editions editions;
    private final ImageQuery query;
    private final ImagePages pages;
    private final Regions regions;

    DescribeImageFromFamilyController(Editions editions, ImageQuery query, ImagePages pages, Regions regions) {
        this.editions = editions;
        this.query = query;
        this.pages = pages;
        this.regions = regions;
    }

    @Override
    @ReadOnly
    public DescribeImageFromFamilyResponse describeImageFromFamily(DescribeImageFromFamilyRequest request) {
        var call = Call.current();
        var available = new DescribeImagesRequest()
                .regionId(request.getRegionId())
                .imageOwnerAlias(ImageOwnerAlias.SELF)
                .imageFamily(request.getImageFamily());
        var edition = editions.current();
        var listing = query.list(edition, available, call.account());
        if (listing.size() == 0 && !regions.contains(request.getRegionId())) {
            throw new ApiException(ApiError.DESCRIBE_IMAGE_FROM_FAMILY_INVALID_REGION_ID_NOT_FOUND);
        }
        var newest =
                pages.read(edition, listing.page(0, 1), call.account()).images().getImage();
        Observation.current().rows(newest.size());
        return new DescribeImageFromFamilyResponse()
                .requestId(call.requestId())
                .image(newest.isEmpty() ? null : newest.get(0));
    }
}
