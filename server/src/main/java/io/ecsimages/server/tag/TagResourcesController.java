package io.ecsimages.server.tag;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.TagResourcesApi;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.ResourceType;
import io.ecsimages.server.model.TagResourcesRequest;
import io.ecsimages.server.model.TagResourcesResponse;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.write.ImageCreator;
import io.ecsimages.server.write.OwnImages;
import io.ecsimages.server.write.TagEditor;
import io.micronaut.http.annotation.Controller;
import java.util.Collection;
import java.util.Locale;

/** TagResources: adds tags to images. */
@Controller
class TagResourcesController implements TagResourcesApi {

    private final OwnImages ownImages;
    private final TagEditor tags;

    TagResourcesController(OwnImages ownImages, TagEditor tags) {
        this.ownImages = ownImages;
        this.tags = tags;
    }

    @Override
    public TagResourcesResponse tagResources(TagResourcesRequest request, RequestContext context) {
        var images = ownImages.get(request.getRegionId(), request.getResourceId(), context.account());
        if (request.getResourceType() != ResourceType.IMAGE) {
            throw new ApiException(ApiError.INVALID_RESOURCE_ID_NOT_FOUND);
        }
        var added = ImageCreator.byKey(request.getTag());
        checkLetterCase(added.keySet());
        images.forEach(image -> tags.add(image, added));
        return new TagResourcesResponse().requestId(context.requestId());
    }

    private static void checkLetterCase(Collection<String> keys) {
        if (keys.stream().map(key -> key.toLowerCase(Locale.ROOT)).distinct().count() < keys.size()) {
            throw new ApiException(ApiError.TAG_KEY_DUPLICATION);
        }
    }
}
