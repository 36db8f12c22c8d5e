package io.ecsimages.server.tag;

import io.ecsimages.server.api.AddTagsApi;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.AddTagsRequest;
import io.ecsimages.server.model.AddTagsResponse;
import io.ecsimages.server.model.ResourceType;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.write.OwnImages;
import io.ecsimages.server.write.TagEditor;
import io.micronaut.http.annotation.Controller;
import java.util.LinkedHashMap;
import java.util.Objects;

/** AddTags: adds tags to an image. */
@Controller
class AddTagsController implements AddTagsApi {

    private final OwnImages ownImages;
    private final TagEditor tags;

    AddTagsController(OwnImages ownImages, TagEditor tags) {
        this.ownImages = ownImages;
        this.tags = tags;
    }

    @Override
    public AddTagsResponse addTags(AddTagsRequest request, RequestContext context) {
        var image = ownImages.get(request.getRegionId(), request.getResourceId(), context.account());
        if (request.getResourceType() != ResourceType.IMAGE) {
            throw new ApiException(ApiError.ADD_TAGS_INVALID_RESOURCE_ID_NOT_FOUND);
        }
        var added = new LinkedHashMap<String, String>();
        request.getTag().forEach(tag -> added.put(tag.getKey(), Objects.requireNonNullElse(tag.getValue(), "")));
        tags.add(image, added);
        return new AddTagsResponse().requestId(context.requestId());
    }
}
