package io.ecsimages.server.image;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.ModifyImageSharePermissionApi;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.DiskDeviceMapping;
import io.ecsimages.server.model.ImageStatus;
import io.ecsimages.server.model.ModifyImageSharePermissionRequest;
import io.ecsimages.server.model.ModifyImageSharePermissionResponse;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.store.ImageShareRepository;
import io.ecsimages.server.write.ImageEditor;
import io.ecsimages.server.write.OwnImages;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Controller;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** ModifyImageSharePermission: shares an image with accounts, or publishes it as a community image. */
@Controller
class ModifyImageSharePermissionController implements ModifyImageSharePermissionApi {

    private static final Pattern ACCOUNT = Pattern.compile("[1-9][0-9]*");

    private final OwnImages ownImages;
    private final ImageEditor editor;
    private final ImageShareRepository shares;
    private final int quota;

    /** @param quota the greatest number of accounts that an image is shared with */
    ModifyImageSharePermissionController(
            OwnImages ownImages,
            ImageEditor editor,
            ImageShareRepository shares,
            @Value("${ecs-images.image-share-quota:50}") int quota) {
        this.ownImages = ownImages;
        this.editor = editor;
        this.shares = shares;
        this.quota = quota;
    }

    @Override
    public ModifyImageSharePermissionResponse modifyImageSharePermission(
            ModifyImageSharePermissionRequest request, RequestContext context) {
        var image = ownImages.get(request.getRegionId(), request.getImageId(), context.account());
        var addedIds = given(request.getAddAccount());
        var removedIds = given(request.getRemoveAccount());
        boolean sharing = !addedIds.isEmpty() || !removedIds.isEmpty();
        boolean publishing = Boolean.TRUE.equals(request.getIsPublic());
        checkLaunchPermission(request.getLaunchPermission(), sharing);
        if (publishing && sharing) {
            throw new ApiException(ApiError.INVALID_PARAMETER_IS_PUBLIC_CONFLICT);
        }
        var added = accounts(addedIds);
        var removed = accounts(removedIds);
        if (added.contains(context.account())) {
            throw new ApiException(ApiError.INVALID_ACCOUNT_FORBBIDEN);
        }
        if (publishing || !added.isEmpty()) {
            checkShareable(image);
        }
        if (sharing) {
            share(image, added, removed);
        } else if (publishing) {
            publish(image);
        } else if (Boolean.FALSE.equals(request.getIsPublic())) {
            withdraw(image);
        }
        return new ModifyImageSharePermissionResponse().requestId(context.requestId());
    }

    /** Returns the ids that are not empty. */
    private static List<String> given(@Nullable List<String> ids) {
        return ids == null
                ? List.of()
                : ids.stream().filter(id -> !id.isEmpty()).toList();
    }

    private static List<Long> accounts(List<String> ids) {
        try {
            if (ids.stream().allMatch(id -> ACCOUNT.matcher(id).matches())) {
                return ids.stream().map(Long::valueOf).distinct().toList();
            }
        } catch (NumberFormatException e) {
            // More than 64 bits: not the id of an account.
        }
        throw new ApiException(ApiError.INVALID_ACCOUNT_NOT_FOUND);
    }

    private static void checkLaunchPermission(@Nullable String permission, boolean sharing) {
        if (permission != null) {
            throw new ApiException(
                    sharing
                            ? ApiError.UNNECESSARY_PARAMETER_LAUNCH_PERMISSION
                            : ApiError.FORBIDDEN_PARAMETER_LAUNCH_PERMISSION);
        }
    }

    private void checkShareable(ImageEntity image) {
        var status = image.statusAt(editor.now());
        if (status.equals(ImageStatus.DEPRECATED.getValue())) {
            throw new ApiException(ApiError.OPERATION_DENIED_INVALID_IMAGE_STATUS);
        } else if (!status.equals(ImageStatus.AVAILABLE.getValue())) {
            throw new ApiException(ApiError.MODIFY_IMAGE_SHARE_PERMISSION_INCORRECT_IMAGE_STATUS);
        } else if (image.isPublic()) {
            throw new ApiException(ApiError.IMAGE_PUBLIC);
        }
    }

    private void share(ImageEntity image, List<Long> added, List<Long> removed) {
        var accounts = new HashSet<>(shares.findAccountIdByImageOrderByAccountId(image.key()));
        accounts.removeAll(removed);
        accounts.addAll(added);
        if (!added.isEmpty() && accounts.size() > quota) {
            throw new ApiException(ApiError.QUOTA_EXCEED_SHARE_IMAGE_USER);
        }
        editor.unshare(image, removed);
        editor.share(image, added);
    }

    private void publish(ImageEntity image) {
        var encrypted = editor.read(image).getDiskDeviceMappings().getDiskDeviceMapping().stream()
                .map(DiskDeviceMapping::getEncrypted)
                .anyMatch(Boolean.TRUE::equals);
        if (encrypted) {
            throw new ApiException(ApiError.OPERATION_DEINED_ENCRYPTED_SNAPSHOT);
        }
        editor.publish(image, true);
    }

    private void withdraw(ImageEntity image) {
        if (!image.isPublic()) {
            throw new ApiException(ApiError.IMAGE_NOT_PUBLIC);
        }
        editor.publish(image, false);
    }
}
