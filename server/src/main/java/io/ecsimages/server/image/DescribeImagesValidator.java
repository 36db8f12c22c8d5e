package io.ecsimages.server.image;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.DescribeImagesRequest;
import io.ecsimages.server.model.ImageOwnerAlias;
import io.ecsimages.server.model.ImageStatus;
import java.util.Map;

/** Validates parameters of DescribeImages that depend on one another: rules that the contract states in prose only. */
final class DescribeImagesValidator {

    private DescribeImagesValidator() {}

    /**
     * Validates a request.
     *
     * @param given the parameters as they arrived, without defaults
     */
    static void validate(DescribeImagesRequest request, Map<String, String> given) {
        boolean others = request.getImageOwnerAlias() == ImageOwnerAlias.OTHERS;
        if (request.getStatus().contains(ImageStatus.ALL) && request.getStatus().size() > 1) {
            throw new ApiException(ApiError.INVALID_PARAMETER_STATUS);
        }
        if (request.getUsable() != null
                && given.getOrDefault(DescribeImagesRequest.JSON_PROPERTY_STATUS, "")
                        .isEmpty()) {
            throw new ApiException(ApiError.MISSING_PARAMETER_STATUS);
        }
        if (Boolean.TRUE.equals(request.getIsPublic()) && !others) {
            throw new ApiException(ApiError.INVALID_IMAGE_OWNER_ALIAS_PUBLIC_IMAGE_UNSUPPORTED);
        }
        if (request.getImageOwnerId() != null && request.getImageOwnerAlias() != null && !others) {
            throw new ApiException(ApiError.INVALID_OPERATION_IMAGE_OWNER_ID_UNSUPPORTED);
        }
    }
}
