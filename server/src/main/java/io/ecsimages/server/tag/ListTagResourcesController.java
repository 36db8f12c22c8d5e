package io.ecsimages.server.tag;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.ListTagResourcesApi;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.image.ImageConditions;
import io.ecsimages.server.model.FuzzyTagFilter;
import io.ecsimages.server.model.ListTagResourcesRequest;
import io.ecsimages.server.model.ListTagResourcesResponse;
import io.ecsimages.server.model.ResourceTagFilter;
import io.ecsimages.server.model.ResourceType;
import io.ecsimages.server.model.TagResource;
import io.ecsimages.server.model.TagResources;
import io.ecsimages.server.protocol.NextToken;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.region.Regions;
import io.ecsimages.server.store.SqlCondition;
import io.ecsimages.server.tag.TagSearch.AssignedTag;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.beans.BeanIntrospection;
import io.micronaut.http.annotation.Controller;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;

/** ListTagResources: the tags of images that the caller can use, image by image. */
@Controller
class ListTagResourcesController implements ListTagResourcesApi {

    /** How many tags one response holds, as the contract says. */
    private static final int LIMIT = BeanIntrospection.getIntrospection(TagResources.class)
            .getRequiredProperty("tagResource", List.class)
            .intValue(Size.class, "max")
            .orElseThrow();

    private static final AssignedTag BEGINNING = new AssignedTag("", "", "");

    /** The values that a fuzzy filter takes: exact, {@code value*} or {@code *value*}. */
    private static final String FUZZY_VALUE = "\\*?[^*]+\\*|[^*]*";

    private final TagSearch search;
    private final Regions regions;

    ListTagResourcesController(TagSearch search, Regions regions) {
        this.search = search;
        this.regions = regions;
    }

    @Override
    public ListTagResourcesResponse listTagResources(ListTagResourcesRequest request, RequestContext context) {
        validate(request);
        var after = after(request.getNextToken());
        var tags = request.getResourceType() == ResourceType.IMAGE
                ? search.findAfter(after, images(request, context.account()))
                : List.<AssignedTag>of();
        if (tags.isEmpty()) {
            regions.require(request.getRegionId());
        }
        var page = tags.stream().limit(LIMIT).toList();
        context.returnedRows(page.size());
        return new ListTagResourcesResponse()
                .requestId(context.requestId())
                .nextToken(tags.size() > LIMIT ? nextToken(page.get(LIMIT - 1)) : null)
                .tagResources(new TagResources()
                        .tagResource(page.stream()
                                .map(tag -> new TagResource()
                                        .resourceType(ResourceType.IMAGE.getValue())
                                        .resourceId(tag.imageId())
                                        .tagKey(tag.key())
                                        .tagValue(tag.value()))
                                .toList()));
    }

    private static AssignedTag after(@Nullable String token) {
        if (token == null) {
            return BEGINNING;
        }
        var key = NextToken.parse(token, 3);
        return new AssignedTag(key.get(0), key.get(1), key.get(2));
    }

    private static String nextToken(AssignedTag last) {
        return NextToken.after(last.imageId(), last.key(), last.value());
    }

    private static void validate(ListTagResourcesRequest request) {
        var tags = orEmpty(request.getTag());
        var filters = orEmpty(request.getTagFilter());
        if (request.getResourceId() == null && tags.isEmpty() && filters.isEmpty()) {
            throw new ApiException(ApiError.MISSING_PARAMETER_TAGS);
        } else if (tags.stream().map(ResourceTagFilter::getKey).distinct().count() < tags.size()) {
            throw new ApiException(ApiError.DUPLICATE_TAG_KEY);
        } else if (!filters.isEmpty() && (!tags.isEmpty() || !filters.stream().allMatch(filter -> isValid(filter)))) {
            throw new ApiException(ApiError.INVALID_PARAMETER_TAG_FILTER);
        }
    }

    /** With values, the key is exact. */
    private static boolean isValid(FuzzyTagFilter filter) {
        var values = filter.getTagValues();
        return values == null
                || (!filter.getTagKey().contains("*") && values.stream().allMatch(value -> value.matches(FUZZY_VALUE)));
    }

    private static SqlCondition images(ListTagResourcesRequest request, long account) {
        var images = TagSearch.usableImages(request.getRegionId(), account, request.getResourceId());
        for (ResourceTagFilter tag : orEmpty(request.getTag())) {
            images = images.and(ImageConditions.carriesTag(ImageConditions.isTag(tag.getKey(), tag.getValue())));
        }
        for (FuzzyTagFilter filter : orEmpty(request.getTagFilter())) {
            images = images.and(ImageConditions.carriesTag(isLike(filter)));
        }
        return images;
    }

    /** Without values, any value matches. A valid filter has at most two wildcards in a string. */
    private static SqlCondition isLike(FuzzyTagFilter filter) {
        var ofKey = SqlCondition.like("tag_key", filter.getTagKey());
        var values = orEmpty(filter.getTagValues());
        return values.isEmpty()
                ? ofKey
                : ofKey.and(SqlCondition.any(values.stream()
                        .map(value -> SqlCondition.like("tag_value", value))
                        .toList()));
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return Objects.requireNonNullElse(list, List.of());
    }
}
