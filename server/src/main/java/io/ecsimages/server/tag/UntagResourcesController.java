package io.ecsimages.server.tag;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.UntagResourcesApi;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.ResourceType;
import io.ecsimages.server.model.UntagResourcesRequest;
import io.ecsimages.server.model.UntagResourcesResponse;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.write.OwnImages;
import io.ecsimages.server.write.TagEditor;
import io.micronaut.http.annotation.Controller;
import java.util.Set;

/** UntagResources: removes tags from images, by key or all of them. */
@Controller
class UntagResourcesController implements UntagResourcesApi {

    private final OwnImages ownImages;
    private final TagEditor tags;

    UntagResourcesController(OwnImages ownImages, TagEditor tags) {
        this.ownImages = ownImages;
        this.tags = tags;
    }

    @Override
    public UntagResourcesResponse untagResources(UntagResourcesRequest request, RequestContext context) {
        var images = ownImages.get(request.getRegionId(), request.getResourceId(), context.account());
        var keys = request.getTagKey() == null ? Set.<String>of() : Set.copyOf(request.getTagKey());
        if (request.getResourceType() != ResourceType.IMAGE) {
            throw new ApiException(ApiError.INVALID_RESOURCE_ID_NOT_FOUND);
        }
        checkTags(request.getAll(), keys);
        images.forEach(image -> tags.remove(image, (key, value) -> request.getAll() || keys.contains(key)));
        return new UntagResourcesResponse().requestId(context.requestId());
    }

    private static void checkTags(boolean all, Set<String> keys) {
        if (all && !keys.isEmpty()) {
            throw new ApiException(ApiError.PARAM_CONFLICT);
        } else if (!all && keys.isEmpty()) {
            throw new ApiException(ApiError.MISSING_PARAMETER_TAGS);
        }
    }
}
