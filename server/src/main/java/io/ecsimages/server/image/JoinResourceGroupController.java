package io.ecsimages.server.image;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.JoinResourceGroupApi;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.Image;
import io.ecsimages.server.model.JoinResourceGroupRequest;
import io.ecsimages.server.model.JoinResourceGroupResponse;
import io.ecsimages.server.model.ResourceType;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.write.DeclaredResources;
import io.ecsimages.server.write.ImageEditor;
import io.ecsimages.server.write.OwnImages;
import io.micronaut.http.annotation.Controller;

/** JoinResourceGroup: moves an image to a resource group. */
@Controller
class JoinResourceGroupController implements JoinResourceGroupApi {

    private final OwnImages ownImages;
    private final ImageEditor editor;
    private final DeclaredResources declared;

    JoinResourceGroupController(OwnImages ownImages, ImageEditor editor, DeclaredResources declared) {
        this.ownImages = ownImages;
        this.editor = editor;
        this.declared = declared;
    }

    @Override
    public JoinResourceGroupResponse joinResourceGroup(JoinResourceGroupRequest request, RequestContext context) {
        var image = ownImages.get(request.getRegionId(), request.getResourceId(), context.account());
        if (request.getResourceType() != ResourceType.IMAGE) {
            throw new ApiException(ApiError.JOIN_RESOURCE_GROUP_INVALID_RESOURCE_ID_NOT_FOUND);
        }
        var group = request.getResourceGroupId();
        if (!declared.contains(group)) {
            throw new ApiException(ApiError.INVALID_RESOURCE_GROUP_NOT_FOUND);
        } else if (image.resourceGroupId().equals(group)) {
            throw new ApiException(ApiError.INVALID_RESOURCE_GROUP_DUPLICATE);
        }
        editor.edit(image, document -> document.put(Image.JSON_PROPERTY_RESOURCE_GROUP_ID, group));
        return new JoinResourceGroupResponse().requestId(context.requestId());
    }
}
