package io.ecsimages.server.error;

import static io.ecsimages.server.TestImages.disks;
import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static io.ecsimages.server.error.EveryErrorTest.unsigned;

import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.contract.ContractDocument;
import io.ecsimages.server.error.EveryErrorTest.ActionRequest;
import io.ecsimages.server.http.RawResponse;
import io.ecsimages.server.snapshot.Snapshot;
import io.ecsimages.server.snapshot.SnapshotRepository;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Provokes the errors of the actions that change images, tags and snapshots, and of those that read snapshots. */
final class ChangeErrors {

    private static final ContractDocument CONTRACT = ContractDocument.CONTRACT;

    /** The parameters with which each action succeeds, beside the required ones. */
    static final Map<String, Map<String, String>> VALID = Map.of(
            "DeleteImage", Map.of("ImageId", "m-plain"),
            "ModifyImageAttribute", Map.of("ImageId", "m-plain"),
            "ModifyImageSharePermission", Map.of("ImageId", "m-plain"),
            "TagResources", Map.of("ResourceId.1", "m-plain"),
            "UntagResources", Map.of("ResourceId.1", "m-plain", "TagKey.1", "env"),
            "AddTags", Map.of("ResourceId", "m-plain"),
            "RemoveTags", Map.of("ResourceId", "m-plain"),
            "JoinResourceGroup", Map.of("ResourceId", "m-plain"));

    static final Map<ApiError, Function<ActionRequest, RawResponse>> PROVOCATIONS = Map.ofEntries(
            unsigned(ApiError.INVALID_PARAMETER_FORCE, "Force", "yes"),
            unsigned(ApiError.IMAGE_USING_BY_INSTANCE, "ImageId", "m-used"),
            unsigned(ApiError.IMAGE_USE_SHARED, "ImageId", "m-lent"),
            unsigned(ApiError.IMAGE_IS_PUBLIC, "ImageId", "m-community"),
            unsigned(ApiError.IMAGE_IS_CREATING, "ImageId", "m-creating"),
            unsigned(ApiError.OPERATION_DENIED_IMAGE_COPYING, "ImageId", "m-copying"),
            unsigned(ApiError.IMAGE_IS_IMPORTING, "ImageId", "m-importing"),
            unsigned(ApiError.DELETE_IMAGE_IMAGE_IS_EXPORTING, "ImageId", "m-exporting"),
            unsigned(ApiError.MODIFY_IMAGE_ATTRIBUTE_INVALID_PARAMETER_STATUS, "Status", "Creating"),
            unsigned(ApiError.MODIFY_IMAGE_ATTRIBUTE_INVALID_IMAGE_FAMILY_MALFORMED, "ImageFamily", "acs:x"),
            unsigned(ApiError.INVALID_BOOT_MODE_NOT_SUPPORT, "BootMode", "Legacy"),
            unsigned(ApiError.INVALID_BOOT_MODE_ARCHITECTURE, "ImageId", "m-arm", "BootMode", "BIOS"),
            unsigned(ApiError.MODIFY_IMAGE_ATTRIBUTE_INVALID_LICENSE_TYPE_NOT_SUPPORTED, "LicenseType", "Free"),
            unsigned(ApiError.INVALID_PARAMETER_FEATURES_IMDS_SUPPORT, "Features.ImdsSupport", "v3"),
            unsigned(ApiError.INVALID_STATUS_IMAGE_IS_CREATING, "ImageId", "m-creating"),
            unsigned(ApiError.IMAGE_STATUS_NOT_AVAILABLE, "ImageId", "m-deprecated", "Status", "Deprecated"),
            unsigned(ApiError.IMAGE_STATUS_NOT_DEPRECATED, "ImageId", "m-used", "Status", "Available"),
            unsigned(ApiError.MODIFY_IMAGE_ATTRIBUTE_IMAGE_USE_SHARED, "ImageId", "m-lent", "Status", "Deprecated"),
            unsigned(ApiError.OPERATION_DEINED_IMAGE_USING_BY_INSTANCE, "ImageId", "m-used", "BootMode", "UEFI"),
            unsigned(
                    ApiError.INVALID_OPERATION_FEATURES_IMDS_SUPPORT_NOT_MATCH,
                    "ImageId",
                    "m-hardened",
                    "Features.ImdsSupport",
                    "v1"),
            unsigned(
                    ApiError.INVALID_PARAMETER_ADD_ACCOUNT,
                    "AddAccount." + (CONTRACT.limit("ModifyImageSharePermission", "AddAccount", "maxItems") + 1),
                    "2"),
            unsigned(
                    ApiError.INVALID_PARAMETER_REMOVE_ACCOUNT,
                    "RemoveAccount." + (CONTRACT.limit("ModifyImageSharePermission", "RemoveAccount", "maxItems") + 1),
                    "2"),
            unsigned(ApiError.UNNECESSARY_PARAMETER_LAUNCH_PERMISSION, "LaunchPermission", "hide", "AddAccount.1", "2"),
            unsigned(ApiError.FORBIDDEN_PARAMETER_LAUNCH_PERMISSION, "LaunchPermission", "hide"),
            unsigned(
                    ApiError.MODIFY_IMAGE_SHARE_PERMISSION_INCORRECT_IMAGE_STATUS,
                    "ImageId",
                    "m-creating",
                    "AddAccount.1",
                    "2"),
            unsigned(ApiError.INVALID_PARAMETER_IS_PUBLIC_CONFLICT, "IsPublic", "true", "AddAccount.1", "2"),
            unsigned(ApiError.OPERATION_DENIED_INVALID_IMAGE_STATUS, "ImageId", "m-deprecated", "IsPublic", "true"),
            unsigned(ApiError.IMAGE_PUBLIC, "ImageId", "m-community", "IsPublic", "true"),
            unsigned(ApiError.IMAGE_NOT_PUBLIC, "ImageId", "m-used", "IsPublic", "false"),
            unsigned(ApiError.OPERATION_DEINED_ENCRYPTED_SNAPSHOT, "ImageId", "m-secret", "IsPublic", "true"),
            unsigned(ApiError.QUOTA_EXCEED_SHARE_IMAGE_USER, "AddAccount.1", "2", "AddAccount.2", "3"),
            unsigned(ApiError.INVALID_ACCOUNT_NOT_FOUND, "AddAccount.1", "somebody"),
            unsigned(ApiError.INVALID_ACCOUNT_FORBBIDEN, "AddAccount.1", "" + TestServer.ACCOUNT),
            unsigned(ApiError.OPERATION_DENIED_QUOTA_EXCEED, "Tag.1.Key", "env", "Tag.2.Key", "team"),
            unsigned(ApiError.TAG_KEY_DUPLICATION, "Tag.1.Key", "env", "Tag.2.Key", "ENV"),
            unsigned(ApiError.INVALID_RESOURCE_ID_NOT_FOUND, "ResourceId.1", "m-nothing"),
            unsigned(ApiError.MISSING_PARAMETER_RESOURCE_IDS, "ResourceId.1", null),
            unsigned(ApiError.INVALID_PARAMETER_ALL, "All", "yes"),
            unsigned(ApiError.PARAM_CONFLICT, "All", "true", "TagKey.1", "env"),
            unsigned(ApiError.ADD_TAGS_MISSING_PARAMETER_RESOURCE_TYPE, "ResourceType", ""),
            unsigned(ApiError.ADD_TAGS_MISSING_PARAMETER_RESOURCE_ID, "ResourceId", ""),
            unsigned(ApiError.ADD_TAGS_MISSING_PARAMETER_TAG, "Tag.1.Key", null, "Tag.1.Value", null),
            unsigned(ApiError.ADD_TAGS_INVALID_RESOURCE_ID_NOT_FOUND, "ResourceId", "m-nothing"),
            unsigned(ApiError.JOIN_RESOURCE_GROUP_MISSING_PARAMETER_REGION_ID, "RegionId", ""),
            unsigned(ApiError.JOIN_RESOURCE_GROUP_MISSING_PARAMETER_RESOURCE_TYPE, "ResourceType", ""),
            unsigned(ApiError.JOIN_RESOURCE_GROUP_MISSING_PARAMETER_RESOURCE_ID, "ResourceId", ""),
            unsigned(ApiError.JOIN_RESOURCE_GROUP_MISSING_PARAMETER_RESOURCE_GROUP_ID, "ResourceGroupId", ""),
            unsigned(ApiError.JOIN_RESOURCE_GROUP_INVALID_RESOURCE_ID_NOT_FOUND, "ResourceId", "m-nothing"),
            unsigned(ApiError.INVALID_RESOURCE_GROUP_DUPLICATE, "ResourceId", "m-used", "ResourceGroupId", "rg-used"),
            unsigned(ApiError.INVALID_PARAMETER_MAX_RESULTS, "MaxResults", "0"),
            unsigned(ApiError.INVALID_SNAPSHOT_IDS_MALFORMED, "SnapshotIds", "s-used"),
            unsigned(ApiError.INVALID_SNAPSHOT_CATEGORY_MALFORMED, "Category", "fast"),
            unsigned(ApiError.DESCRIBE_SNAPSHOTS_INVALID_FILTER_KEY_NOT_FOUND, "Filter.1.Key", "Colour"),
            unsigned(
                    ApiError.DESCRIBE_SNAPSHOTS_INVALID_FILTER_VALUE,
                    "Filter.1.Key",
                    "CreationStartTime",
                    "Filter.1.Value",
                    "today"),
            unsigned(ApiError.DESCRIBE_SNAPSHOTS_INVALID_USAGE, "Usage", "any"),
            unsigned(ApiError.INVALID_SOURCE_DISK_TYPE, "SourceDiskType", "ssd"),
            unsigned(ApiError.INVALID_STATUS_NOT_FOUND, "Status", "Available"),
            unsigned(ApiError.INVALID_SNAPSHOT_TYPE_NOT_FOUND, "SnapshotType", "manual"),
            unsigned(ApiError.INVALID_SNAPSHOT_LINK_ID_NOT_FOUND, "SnapshotLinkId", "sl-1"),
            unsigned(ApiError.MISSING_PARAMETER_SNAPSHOT_ID, "SnapshotId", ""),
            unsigned(ApiError.SNAPSHOT_CREATED_IMAGE, "SnapshotId", "s-used"),
            unsigned(ApiError.DELETE_SNAPSHOT_INVALID_SNAPSHOT_ID_NOT_FOUND, "SnapshotId", "s-nothing"),
            unsigned(ApiError.INVALID_PARAMTER, "Filter.1.Key", "instanceType", "Filter.1.Value", "x"),
            unsigned(
                    ApiError.DESCRIBE_IMAGE_SUPPORT_INSTANCE_TYPES_INVALID_IMAGE_ID_NOT_FOUND, "ImageId", "m-nothing"));

    private ChangeErrors() {}

    /** Imports the images that the provocations name. */
    static void prepare(TestServer server) {
        server.importDump(
                dump(
                        "cn-hangzhou",
                        image("m-plain"),
                        image("m-lent"),
                        image(
                                "m-used",
                                "Usage",
                                "instance",
                                "ResourceGroupId",
                                "rg-used",
                                "DiskDeviceMappings",
                                disks("s-used")),
                        image("m-community", "IsPublic", true),
                        image("m-creating", "Status", "Creating"),
                        image("m-copying", "Status", "Creating", "IsCopied", true),
                        image("m-importing", "Status", "Creating", "DiskDeviceMappings", disk("ImportOSSObject", "o")),
                        image("m-arm", "Architecture", "arm64"),
                        image("m-hardened", "Features", Map.of("ImdsSupport", "v2")),
                        image("m-secret", "DiskDeviceMappings", disk("Encrypted", true))),
                TestServer.ACCOUNT);
        server.succeed("ModifyImageSharePermission", "ImageId", "m-lent", "AddAccount.1", "2");
    }

    private static Map<String, Object> disk(String field, Object value) {
        return Map.of("DiskDeviceMapping", List.of(Map.of("Device", "/dev/xvda", "Size", "20", field, value)));
    }

    /** Returns parameters with which an action succeeds once, and creates what they name. */
    static Map<String, String> validOnce(String action, TestServer server) {
        return switch (action) {
            case "DeleteImage", "ModifyImageAttribute", "ModifyImageSharePermission" ->
                Map.of("ImageId", newImage(server));
            case "TagResources", "UntagResources" -> Map.of("ResourceId.1", newImage(server));
            case "AddTags", "RemoveTags", "JoinResourceGroup" -> Map.of("ResourceId", newImage(server));
            case "DeleteSnapshot" -> Map.of("SnapshotId", newSnapshot(server));
            default -> Map.of();
        };
    }

    private static String newImage(TestServer server) {
        var imageId = "m-" + UUID.randomUUID();
        server.importDump(dump("cn-hangzhou", image(imageId)), TestServer.ACCOUNT);
        return imageId;
    }

    private static String newSnapshot(TestServer server) {
        var snapshotId = "s-" + UUID.randomUUID();
        var creationTime = LocalDateTime.of(2024, 1, 1, 0, 0);
        server.bean(SnapshotRepository.class)
                .save(Snapshot.ofDisk(
                        TestServer.ACCOUNT, "cn-hangzhou", snapshotId, "20", "system", false, creationTime));
        return snapshotId;
    }
}
