package io.ecsimages.server.image;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.DescribeImageSupportInstanceTypesApi;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.DescribeImageSupportInstanceTypesRequest;
import io.ecsimages.server.model.DescribeImageSupportInstanceTypesResponse;
import io.ecsimages.server.model.InstanceTypeFilter;
import io.ecsimages.server.model.InstanceTypes;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.region.Regions;
import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.store.ImageRepository;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Controller;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/** DescribeImageSupportInstanceTypes: the instance types that can use an image. */
@Controller
class DescribeImageSupportInstanceTypesController implements DescribeImageSupportInstanceTypesApi {

    private final ImageSearch search;
    private final ImageRepository images;
    private final InstanceTypeCatalogue types;
    private final Regions regions;

    DescribeImageSupportInstanceTypesController(
            ImageSearch search, ImageRepository images, InstanceTypeCatalogue types, Regions regions) {
        this.search = search;
        this.images = images;
        this.types = types;
        this.regions = regions;
    }

    @Override
    public DescribeImageSupportInstanceTypesResponse describeImageSupportInstanceTypes(
            DescribeImageSupportInstanceTypesRequest request, RequestContext context) {
        var imageId = imageId(request);
        regions.require(request.getRegionId());
        var found = imageId == null
                ? types.all()
                : types.supporting(
                        image(request.getRegionId(), imageId, context.account()).architecture());
        context.returnedRows(found.size());
        return new DescribeImageSupportInstanceTypesResponse()
                .requestId(context.requestId())
                .regionId(request.getRegionId())
                .imageId(imageId == null ? "" : imageId)
                .instanceTypes(new InstanceTypes().instanceType(found));
    }

    /** The image of the request, or null. */
    @Nullable
    private static String imageId(DescribeImageSupportInstanceTypesRequest request) {
        var filters = request.getFilter();
        if (filters == null) {
            return request.getImageId();
        }
        var ids = Stream.concat(
                        Stream.ofNullable(request.getImageId()),
                        filters.stream().map(InstanceTypeFilter::getValue))
                .distinct()
                .toList();
        if (ids.size() > 1) {
            throw new ApiException(ApiError.INVALID_PARAMTER);
        }
        return ids.get(0);
    }

    /** Returns an image that the account can use, in any status. */
    private ImageEntity image(String regionId, String imageId, long account) {
        var criteria = ImageCriteria.visible(regionId, account, EnumSet.allOf(Visibility.class))
                .withImageIds(Set.of(imageId));
        return search.find(criteria, 1, 1).images().stream()
                .findFirst()
                .flatMap(image -> images.findById(image.id()))
                .orElseThrow(() ->
                        new ApiException(ApiError.DESCRIBE_IMAGE_SUPPORT_INSTANCE_TYPES_INVALID_IMAGE_ID_NOT_FOUND));
    }
}
