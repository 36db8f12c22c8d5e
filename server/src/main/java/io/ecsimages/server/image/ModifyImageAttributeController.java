package io.ecsimages.server.image;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.ModifyImageAttributeApi;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.Features;
import io.ecsimages.server.model.Image;
import io.ecsimages.server.model.ImageStatus;
import io.ecsimages.server.model.ImageUsage;
import io.ecsimages.server.model.ModifyImageAttributeRequest;
import io.ecsimages.server.model.ModifyImageAttributeResponse;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.store.ImageShareRepository;
import io.ecsimages.server.write.ImageCreator;
import io.ecsimages.server.write.ImageEditor;
import io.ecsimages.server.write.OwnImages;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Controller;

/** ModifyImageAttribute: changes the attributes that the request has. */
@Controller
class ModifyImageAttributeController implements ModifyImageAttributeApi {

    private static final String ARM = "arm64";
    private static final String UEFI = "UEFI";
    private static final String IMDS_V1 = "v1";
    private static final String IMDS_V2 = "v2";

    private final OwnImages ownImages;
    private final ImageCreator creator;
    private final ImageEditor editor;
    private final ImageShareRepository shares;

    ModifyImageAttributeController(
            OwnImages ownImages, ImageCreator creator, ImageEditor editor, ImageShareRepository shares) {
        this.ownImages = ownImages;
        this.creator = creator;
        this.editor = editor;
        this.shares = shares;
    }

    @Override
    public ModifyImageAttributeResponse modifyImageAttribute(
            ModifyImageAttributeRequest request, RequestContext context) {
        var image = ownImages.get(request.getRegionId(), request.getImageId(), context.account());
        if (editor.isBeingCreated(image)) {
            throw new ApiException(ApiError.INVALID_STATUS_IMAGE_IS_CREATING);
        }
        if (request.getImageName() != null && !request.getImageName().equals(image.imageName())) {
            creator.requireFreeName(
                    request.getImageName(),
                    image.regionId(),
                    context.account(),
                    ApiError.INVALID_IMAGE_NAME_DUPLICATED);
        }
        checkBootMode(image, request.getBootMode());
        checkImdsSupport(image, request.getFeaturesImdsSupport());
        checkStatus(image, request.getStatus());
        editor.edit(image, document -> change(document, request));
        return new ModifyImageAttributeResponse().requestId(context.requestId());
    }

    private static void change(ObjectNode document, ModifyImageAttributeRequest request) {
        put(document, Image.JSON_PROPERTY_IMAGE_NAME, request.getImageName());
        put(document, Image.JSON_PROPERTY_DESCRIPTION, request.getDescription());
        put(document, Image.JSON_PROPERTY_STATUS, request.getStatus());
        put(document, Image.JSON_PROPERTY_IMAGE_FAMILY, request.getImageFamily());
        put(document, Image.JSON_PROPERTY_BOOT_MODE, request.getBootMode());
        put(document, Image.JSON_PROPERTY_LICENSE_TYPE, request.getLicenseType());
        if (request.getFeaturesNvmeSupport() != null || request.getFeaturesImdsSupport() != null) {
            var features = document.withObjectProperty(Image.JSON_PROPERTY_FEATURES);
            put(features, Features.JSON_PROPERTY_NVME_SUPPORT, request.getFeaturesNvmeSupport());
            put(features, Features.JSON_PROPERTY_IMDS_SUPPORT, request.getFeaturesImdsSupport());
        }
    }

    private static void put(ObjectNode object, String field, @Nullable Object value) {
        if (value != null) {
            object.put(field, value.toString());
        }
    }

    private void checkStatus(ImageEntity image, @Nullable Object requested) {
        if (requested == null) {
            return;
        }
        var status = image.statusAt(editor.now());
        if (requested.toString().equals(ImageStatus.AVAILABLE.getValue())) {
            if (!status.equals(ImageStatus.DEPRECATED.getValue())) {
                throw new ApiException(ApiError.IMAGE_STATUS_NOT_DEPRECATED);
            }
        } else if (shares.existsByImage(image.key())) {
            throw new ApiException(ApiError.MODIFY_IMAGE_ATTRIBUTE_IMAGE_USE_SHARED);
        } else if (!status.equals(ImageStatus.AVAILABLE.getValue())) {
            throw new ApiException(ApiError.IMAGE_STATUS_NOT_AVAILABLE);
        }
    }

    private void checkBootMode(ImageEntity image, @Nullable Object requested) {
        if (requested == null) {
            return;
        } else if (image.architecture().equals(ARM) && !requested.toString().equals(UEFI)) {
            throw new ApiException(ApiError.INVALID_BOOT_MODE_ARCHITECTURE);
        } else if (image.imageUsage().equals(ImageUsage.INSTANCE.getValue())
                && !requested.toString().equals(editor.read(image).getBootMode())) {
            throw new ApiException(ApiError.OPERATION_DEINED_IMAGE_USING_BY_INSTANCE);
        }
    }

    private void checkImdsSupport(ImageEntity image, @Nullable Object requested) {
        if (requested != null && requested.toString().equals(IMDS_V1)) {
            var features = editor.read(image).getFeatures();
            if (features != null && IMDS_V2.equals(features.getImdsSupport())) {
                throw new ApiException(ApiError.INVALID_OPERATION_FEATURES_IMDS_SUPPORT_NOT_MATCH);
            }
        }
    }
}
