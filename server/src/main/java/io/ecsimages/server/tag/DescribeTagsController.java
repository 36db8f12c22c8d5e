package io.ecsimages.server.tag;

import io.ecsimages.server.api.DescribeTagsApi;
import io.ecsimages.server.image.ImageSpecifications;
import io.ecsimages.server.image.ImageSpecifications.ChildCondition;
import io.ecsimages.server.model.DescribeTagsRequest;
import io.ecsimages.server.model.DescribeTagsResponse;
import io.ecsimages.server.model.ResourceTag;
import io.ecsimages.server.model.ResourceTags;
import io.ecsimages.server.model.ResourceType;
import io.ecsimages.server.model.ResourceTypeCount;
import io.ecsimages.server.model.TagFilter;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.region.Regions;
import io.ecsimages.server.store.CatalogueRead;
import io.ecsimages.server.store.ImageTag;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Controller;
import jakarta.persistence.criteria.Predicate;
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
    @CatalogueRead
    public DescribeTagsResponse describeTags(DescribeTagsRequest request, RequestContext context) {
        var tags = isForImages(request)
                ? search.count(
                        TagSearch.usableImages(request.getRegionId(), context.account(), request.getResourceId()),
                        anyOf(request.getTag()))
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

    @Nullable
    private static ChildCondition<ImageTag> anyOf(@Nullable List<TagFilter> filters) {
        return filters == null
                ? null
                : (tag, builder) -> builder.or(filters.stream()
                        .map(filter -> ImageSpecifications.isTag(tag, builder, filter.getKey(), filter.getValue()))
                        .toArray(Predicate[]::new));
    }
}
