package io.ecsimages.server.tag;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.RemoveTagsApi;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.RemoveTagsRequest;
import io.ecsimages.server.model.RemoveTagsResponse;
import io.ecsimages.server.model.ResourceType;
import io.ecsimages.server.model.TagFilter;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.write.OwnImages;
import io.ecsimages.server.write.TagEditor;
import io.micronaut.http.annotation.Controller;
import java.util.List;

/** RemoveTags: removes tags from an image. */
@Controller
class RemoveTagsController implements RemoveTagsApi {

    private final OwnImages ownImages;
    private final TagEditor tags;

    RemoveTagsController(OwnImages ownImages, TagEditor tags) {
        this.ownImages = ownImages;
        this.tags = tags;
    }

    @Override
    public RemoveTagsResponse removeTags(RemoveTagsRequest request, RequestContext context) {
        var image = ownImages.get(request.getRegionId(), request.getResourceId(), context.account());
        if (request.getResourceType() != ResourceType.IMAGE) {
            throw new ApiException(ApiError.ADD_TAGS_INVALID_RESOURCE_ID_NOT_FOUND);
        }
        var removed = request.getTag() == null ? List.<TagFilter>of() : request.getTag();
        tags.remove(
                image,
                (key, value) -> removed.stream()
                        .anyMatch(tag -> tag.getKey().equals(key)
                                && (tag.getValue() == null || tag.getValue().equals(value))));
        return new RemoveTagsResponse().requestId(context.requestId());
    }
}
