package io.ecsimages.server.tag;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.ListTagResourcesApi;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.image.Condition;
import io.ecsimages.server.image.ImageFilters;
import io.ecsimages.server.image.Regions;
import io.ecsimages.server.model.FuzzyTagFilter;
import io.ecsimages.server.model.ListTagResourcesRequest;
import io.ecsimages.server.model.ListTagResourcesResponse;
import io.ecsimages.server.model.ResourceTagFilter;
import io.ecsimages.server.model.ResourceType;
import io.ecsimages.server.model.TagResource;
import io.ecsimages.server.model.TagResources;
import io.ecsimages.server.rpc.Observation;
import io.ecsimages.server.rpc.RpcRequest.Call;
import io.ecsimages.server.tag.TagQuery.CarriedTag;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.beans.BeanIntrospection;
import io.micronaut.http.annotation.Controller;
import io.micronaut.transaction.annotation.ReadOnly;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;

/** ListTagResources. A call costs one statement, and one more (does the region exist?) where nothing was found. */
@Controller
class ListTagResourcesController implements ListTagResourcesApi {

    /** How many tags one answer holds, as the contract says. */
    private static final int LIMIT = BeanIntrospection.getIntrospection(TagResources.class)
            .getRequiredProperty("tagResource", List.class)
            .intValue(Size.class, "max")
            .orElseThrow();

    private static final String VALUE = "\\*?[^*]+\\*|[^*]*";

    private final TagQuery query;
    private final Regions regions;

    ListTagResourcesController(TagQuery query, Regions regions) {
        this.query = query;
        this.regions = regions;
    }

    @Override
    @ReadOnly
    public ListTagResourcesResponse listTagResources(ListTagResourcesRequest request) {
        var call = Call.current();
        check(request);
        var after = NextToken.read(request.getNextToken());
        var tags = request.getResourceType() == ResourceType.IMAGE
                ? query.list(images(request, call.account()), after, LIMIT + 1)
                : List.<CarriedTag>of();
        if (tags.isEmpty() && !regions.contains(request.getRegionId())) {
            throw new ApiException(ApiError.INVALID_REGION_ID_NOT_FOUND);
        }
        var page = tags.stream().limit(LIMIT).toList();
        Observation.current().rows(page.size());
        return new ListTagResourcesResponse()
                .requestId(call.requestId())
                .nextToken(tags.size() > LIMIT ? NextToken.after(tags.get(LIMIT - 1)) : null)
                .tagResources(new TagResources()
                        .tagResource(page.stream()
                                .map(tag -> new TagResource()
                                        .resourceType(ResourceType.IMAGE.getValue())
                                        .resourceId(tag.imageId())
                                        .tagKey(tag.key())
                                        .tagValue(tag.value()))
                                .toList()));
    }

    private static void check(ListTagResourcesRequest request) {
        var tags = orEmpty(request.getTag());
        var filters = orEmpty(request.getTagFilter());
        if (request.getResourceId() == null && tags.isEmpty() && filters.isEmpty()) {
            throw new ApiException(ApiError.MISSING_PARAMETER_TAGS);
        } else if (tags.stream().map(ResourceTagFilter::getKey).distinct().count() < tags.size()) {
            throw new ApiException(ApiError.DUPLICATE_TAG_KEY);
        } else if (!filters.isEmpty() && (!tags.isEmpty() || !filters.stream().allMatch(filter -> isWhole(filter)))) {
            throw new ApiException(ApiError.INVALID_PARAMETER_TAG_FILTER);
        }
    }

    private static boolean isWhole(FuzzyTagFilter filter) {
        var values = filter.getTagValues();
        return values == null
                || !filter.getTagKey().contains("*") && values.stream().allMatch(value -> value.matches(VALUE));
    }

    private static Condition images(ListTagResourcesRequest request, long account) {
        var condition = ImageFilters.usableBy(account, request.getRegionId());
        if (request.getResourceId() != null) {
            condition = condition.and(Condition.in("image_id", request.getResourceId()));
        }
        for (ResourceTagFilter tag : orEmpty(request.getTag())) {
            condition = condition.and(carrying(Condition.tag(tag.getKey(), tag.getValue())));
        }
        for (FuzzyTagFilter tag : orEmpty(request.getTagFilter())) {
            condition = condition.and(carrying(like(tag)));
        }
        return condition;
    }

    private static Condition carrying(Condition tag) {
        return Condition.having("image_tag", tag);
    }

    /** A tag whose key and value may have wildcards; without values, any value matches. */
    private static Condition like(FuzzyTagFilter tag) {
        var ofKey = Condition.like("tag_key", tag.getTagKey());
        return orEmpty(tag.getTagValues()).stream()
                .map(value -> Condition.like("tag_value", value))
                .reduce(Condition::or)
                .map(ofKey::and)
                .orElse(ofKey);
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return Objects.requireNonNullElse(list, List.of());
    }
}
