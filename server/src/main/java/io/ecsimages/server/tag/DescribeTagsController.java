package io.ecsimages.server.tag;

import io.ecsimages.server.api.DescribeTagsApi;
import io.ecsimages.server.model.DescribeTagsRequest;
import io.ecsimages.server.model.DescribeTagsResponse;
import io.ecsimages.server.model.ResourceTag;
import io.ecsimages.server.model.ResourceTags;
import io.ecsimages.server.model.ResourceType;
import io.ecsimages.server.model.ResourceTypeCount;
import io.ecsimages.server.model.TagFilter;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.region.Regions;
import io.ecsimages.server.tag.TagSearch.AssignedTag;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Controller;
import java.util.List;

/** DescribeTags: the tags of all images that the caller can use, each with the number of images that carry it. */
@Controller
class DescribeTagsController implements DescribeTagsApi {

    private final TagSearch search;
    private final Regions regions;

    DescribeTagsController(TagSearch search, Regions regions) {
        this.search = search;
        this.regions = regions;
    }

    @Override
    public DescribeTagsResponse describeTags(DescribeTagsRequest request, RequestContext context) {
        var tags = isForImages(request)
                ? search.count(
                        TagSearch.usableImages(
                                request.getRegionId(),
                                context.account(),
                                request.getResourceId() == null ? null : List.of(request.getResourceId())),
                        tag -> isSelected(tag, request.getTag()))
                : List.<TagSearch.CountedTag>of();
        if (tags.isEmpty()) {
            regions.require(request.getRegionId());
        }
        var page = tags.stream()
                .skip((long) request.getPageSize() * (request.getPageNumber() - 1))
                .limit(request.getPageSize())
                .toList();
        context.returnedRows(page.size());
        return new DescribeTagsResponse()
                .requestId(context.requestId())
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

    private static boolean isForImages(DescribeTagsRequest request) {
        return request.getResourceType() == null || request.getResourceType() == ResourceType.IMAGE;
    }

    /** Whether one of the filters selects a tag; a filter without a value selects every value. */
    private static boolean isSelected(AssignedTag tag, @Nullable List<TagFilter> filters) {
        return filters == null
                || filters.stream()
                        .anyMatch(filter -> filter.getKey().equals(tag.key())
                                && (filter.getValue() == null
                                        || filter.getValue().equals(tag.value())));
    }
}
