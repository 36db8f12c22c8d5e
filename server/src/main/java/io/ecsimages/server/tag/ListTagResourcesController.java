package io.ecsimages.server.tag;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.ListTagResourcesApi;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.image.ImageCriteria;
import io.ecsimages.server.image.ImageSpecifications;
import io.ecsimages.server.image.Visibility;
import io.ecsimages.server.model.FuzzyTagFilter;
import io.ecsimages.server.model.ListTagResourcesRequest;
import io.ecsimages.server.model.ListTagResourcesResponse;
import io.ecsimages.server.model.ResourceTagFilter;
import io.ecsimages.server.model.ResourceType;
import io.ecsimages.server.model.TagResource;
import io.ecsimages.server.model.TagResources;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.region.Regions;
import io.ecsimages.server.store.CatalogueRead;
import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.store.ImageTag;
import io.ecsimages.server.tag.TagSearch.AssignedTag;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.beans.BeanIntrospection;
import io.micronaut.data.repository.jpa.criteria.QuerySpecification;
import io.micronaut.http.annotation.Controller;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import jakarta.validation.constraints.Size;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** ListTagResources: the tags of images that the caller can use, image by image. */
@Controller
class ListTagResourcesController implements ListTagResourcesApi {

    /** How many tags one response holds, as the contract says. */
    private static final int LIMIT = BeanIntrospection.getIntrospection(TagResources.class)
            .getRequiredProperty("tagResource", List.class)
            .intValue(Size.class, "max")
            .orElseThrow();

    /** The values that a fuzzy filter takes: exact, {@code value*} or {@code *value*}. */
    private static final String FUZZY_VALUE = "\\*?[^*]+\\*|[^*]*";

    private final TagSearch search;
    private final Regions regions;

    ListTagResourcesController(TagSearch search, Regions regions) {
        this.search = search;
        this.regions = regions;
    }

    @Override
    @CatalogueRead
    public ListTagResourcesResponse listTagResources(ListTagResourcesRequest request, RequestContext context) {
        validate(request);
        var after = NextToken.parse(request.getNextToken());
        var tags = request.getResourceType() == ResourceType.IMAGE
                ? search.listAfter(after, images(request, context.account()))
                : List.<AssignedTag>of();
        if (tags.isEmpty()) {
            regions.require(request.getRegionId());
        }
        var page = tags.stream().limit(LIMIT).toList();
        context.returnedRows(page.size());
        return new ListTagResourcesResponse()
                .requestId(context.requestId())
                .nextToken(tags.size() > LIMIT ? NextToken.after(page.get(LIMIT - 1)) : null)
                .tagResources(new TagResources()
                        .tagResource(page.stream()
                                .map(tag -> new TagResource()
                                        .resourceType(ResourceType.IMAGE.getValue())
                                        .resourceId(tag.imageId())
                                        .tagKey(tag.tagKey())
                                        .tagValue(tag.tagValue()))
                                .toList()));
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
                || !filter.getTagKey().contains("*")
                        && values.stream().allMatch(value -> value.matches(FUZZY_VALUE));
    }

    private static QuerySpecification<ImageEntity> images(ListTagResourcesRequest request, long account) {
        var criteria = ImageCriteria.visible(request.getRegionId(), account, Visibility.USABLE)
                .withImageIds(request.getResourceId() == null ? null : Set.copyOf(request.getResourceId()));
        var images = ImageSpecifications.matching(criteria, LocalDateTime.MIN);
        for (ResourceTagFilter tag : orEmpty(request.getTag())) {
            images = images.and(ImageSpecifications.carriesTag(
                    (child, builder) -> ImageSpecifications.isTag(child, builder, tag.getKey(), tag.getValue())));
        }
        for (FuzzyTagFilter filter : orEmpty(request.getTagFilter())) {
            images = images.and(ImageSpecifications.carriesTag((child, builder) -> isLike(child, builder, filter)));
        }
        return images;
    }

    /** Without values, any value matches. */
    private static Predicate isLike(Path<ImageTag> tag, CriteriaBuilder builder, FuzzyTagFilter filter) {
        var ofKey = like(builder, tag.get("tagKey"), filter.getTagKey());
        var values = orEmpty(filter.getTagValues());
        return values.isEmpty()
                ? ofKey
                : builder.and(
                        ofKey,
                        builder.or(values.stream()
                                .map(value -> like(builder, tag.get("tagValue"), value))
                                .toArray(Predicate[]::new)));
    }

    /** Compares with a string in which only {@code *} is a wildcard. There are at most two, so no database takes long. */
    private static Predicate like(CriteriaBuilder builder, Expression<String> column, String pattern) {
        return pattern.contains("*")
                ? builder.like(column, pattern.replaceAll("[!%_]", "!$0").replace('*', '%'), '!')
                : builder.equal(column, pattern);
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return Objects.requireNonNullElse(list, List.of());
    }
}
