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
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.region.Regions;
import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.store.ImageRepository;
import io.ecsimages.server.store.ImageShareRepository;
import io.micronaut.http.annotation.Controller;
import java.util.List;

/** DescribeImageSharePermission: the accounts that the caller shares an image with. */
@Controller
class DescribeImageSharePermissionController implements DescribeImageSharePermissionApi {

    private final ImageRepository images;
    private final ImageShareRepository shares;
    private final Regions regions;

    DescribeImageSharePermissionController(ImageRepository images, ImageShareRepository shares, Regions regions) {
        this.images = images;
        this.shares = shares;
        this.regions = regions;
    }

    @Override
    public DescribeImageSharePermissionResponse describeImageSharePermission(
            DescribeImageSharePermissionRequest request, RequestContext context) {
        var image = find(request, context.account());
        var accounts = shares.findAccountIdByImageOrderByAccountId(image.key());
        var page = accounts.stream()
                .skip((long) request.getPageSize() * (request.getPageNumber() - 1))
                .limit(request.getPageSize())
                .map(account -> new Account().aliyunId(Long.toString(account)))
                .toList();
        context.returnedRows(page.size());
        return new DescribeImageSharePermissionResponse()
                .requestId(context.requestId())
                .regionId(request.getRegionId())
                .imageId(request.getImageId())
                .totalCount(accounts.size())
                .pageNumber(request.getPageNumber())
                .pageSize(request.getPageSize())
                .shareGroups(new ShareGroups()
                        .shareGroup(image.isPublic() ? List.of(new ShareGroup().group("all")) : List.of()))
                .accounts(new Accounts().account(page));
    }

    private ImageEntity find(DescribeImageSharePermissionRequest request, long account) {
        return images.findByRegionIdAndImageIdAndOwnerId(request.getRegionId(), request.getImageId(), account)
                .orElseThrow(() -> {
                    regions.require(request.getRegionId());
                    return new ApiException(ApiError.INVALID_IMAGE_ID_NOT_FOUND);
                });
    }
}
