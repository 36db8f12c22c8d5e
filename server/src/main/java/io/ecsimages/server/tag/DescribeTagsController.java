package io.ecsimages.server.tag;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.DescribeTagsApi;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.image.Condition;
import io.ecsimages.server.image.ImageFilters;
import io.ecsimages.server.image.Regions;
import io.ecsimages.server.model.DescribeTagsRequest;
import io.ecsimages.server.model.DescribeTagsResponse;
import io.ecsimages.server.model.ResourceTag;
import io.ecsimages.server.model.ResourceTags;
import io.ecsimages.server.model.ResourceType;
import io.ecsimages.server.model.ResourceTypeCount;
import io.ecsimages.server.model.TagFilter;
import io.ecsimages.server.rpc.Observation;
import io.ecsimages.server.rpc.RpcRequest.Call;
import io.ecsimages.server.tag.TagQuery.CountedTag;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Controller;
import io.micronaut.transaction.annotation.ReadOnly;
import java.util.Comparator;
import java.util.List;

/** DescribeTags. A call costs one statement, and one more (does the region exist?) where nothing was found. */
@Controller
class DescribeTagsController implements DescribeTagsApi {

    private static final Comparator<CountedTag> ORDER =
            Comparator.comparing(CountedTag::key).thenComparing(CountedTag::value);

    private final TagQuery query;
    private final Regions regions;

    DescribeTagsController(TagQuery query, Regions regions) {
        this.query = query;
        this.regions = regions;
    }

    @Override
    @ReadOnly
    public DescribeTagsResponse describeTags(DescribeTagsRequest request) {
        var call = Call.current();
        var tags = tags(request, call.account());
        if (tags.isEmpty() && !regions.contains(request.getRegionId())) {
            throw new ApiException(ApiError.INVALID_REGION_ID_NOT_FOUND);
        }
        var page = tags.stream()
                .sorted(ORDER)
                .skip((long) request.getPageSize() * (request.getPageNumber() - 1))
                .limit(request.getPageSize())
                .toList();
        Observation.current().rows(page.size());
        return new DescribeTagsResponse()
                .requestId(call.requestId())
                .totalCount(tags.size())
                .pageNumber(request.getPageNumber())
                .pageSize(request.getPageSize())
                .tags(new ResourceTags()
                        .tag(page.stream()
                                .map(tag -> new ResourceTag()
                                        .tagKey(tag.key())
                                        .tagValue(tag.value())
                                        .resourceTypeCount(new ResourceTypeCount().image(tag.images())))
                                .toList()));
    }

    private List<CountedTag> tags(DescribeTagsRequest request, long account) {
        if (request.getResourceType() != null && request.getResourceType() != ResourceType.IMAGE) {
            return List.of();
        }
        var images = ImageFilters.usableBy(account, request.getRegionId());
        return query.count(
                request.getResourceId() == null
                        ? images
                        : images.and(Condition.of("image_id = ?", request.getResourceId())),
                anyOf(request.getTag()));
    }

    private static Condition anyOf(@Nullable List<TagFilter> filters) {
        return filters == null
                ? Condition.of("1 = 1")
                : filters.stream()
                        .map(tag -> Condition.tag(tag.getKey(), tag.getValue()))
                        .reduce(Condition::or)
                        .orElseThrow();
    }
}
