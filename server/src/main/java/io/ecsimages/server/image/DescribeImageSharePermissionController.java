package io.ecsimages.server.image;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.DescribeImageSharePermissionApi;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.Account;
import io.ecsimages.server.model.Accounts;
import io.ecsimages.server.model.DescribeImageSharePermissionRequest;
import io.ecsimages.server.model.DescribeImageSharePermissionResponse;
import io.ecsimages.server.model.ShareGroup;
import io.ecsimages.server.model.ShareGroups;
import io.ecsimages.server.rpc.Observation;
import io.ecsimages.server.rpc.RpcRequest.Call;
import io.micronaut.data.model.Pageable;
import io.micronaut.data.model.Sort;
import io.micronaut.http.annotation.Controller;
import io.micronaut.transaction.annotation.ReadOnly;
import java.util.List;

/** DescribeImageSharePermission. A call costs three statements: the image, the count and the page. */
@Controller
class DescribeImageSharePermissionController implements DescribeImageSharePermissionApi {

    private static final Sort ORDER = Sort.of(Sort.Order.asc("accountId"));

    private final ImageRepository images;
    private final ImageParts.Shares shares;
    private final Regions regions;

    DescribeImageSharePermissionController(ImageRepository images, ImageParts.Shares shares, Regions regions) {
        this.images = images;
        this.shares = shares;
        this.regions = regions;
    }

    @Override
    @ReadOnly
    public DescribeImageSharePermissionResponse describeImageSharePermission(
            DescribeImageSharePermissionRequest request) {
        var call = Call.current();
        var image = images.findByRegionIdAndImageIdAndOwnerId(
                        request.getRegionId(), request.getImageId(), call.account())
                .orElseThrow(() -> new ApiException(
                        regions.contains(request.getRegionId())
                                ? ApiError.INVALID_IMAGE_ID_NOT_FOUND
                                : ApiError.INVALID_REGION_ID_NOT_FOUND));
        var page = shares.findByImage(
                image.id(), Pageable.from(request.getPageNumber() - 1, request.getPageSize(), ORDER));
        Observation.current().rows(page.getContent().size());
        return new DescribeImageSharePermissionResponse()
                .requestId(call.requestId())
                .regionId(request.getRegionId())
                .imageId(request.getImageId())
                .totalCount(Math.toIntExact(page.getTotalSize()))
                .pageNumber(request.getPageNumber())
                .pageSize(request.getPageSize())
                .shareGroups(new ShareGroups()
                        .shareGroup(image.isPublic() ? List.of(new ShareGroup().group("all")) : List.of()))
                .accounts(new Accounts()
                        .account(page.getContent().stream()
                                .map(share -> new Account().aliyunId(Long.toString(share.accountId())))
                                .toList()));
    }
}
