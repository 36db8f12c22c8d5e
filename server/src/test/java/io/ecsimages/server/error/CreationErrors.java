package io.ecsimages.server.error;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static io.ecsimages.server.error.EveryErrorTest.OWN_IMAGE;
import static io.ecsimages.server.error.EveryErrorTest.get;
import static io.ecsimages.server.error.EveryErrorTest.on;
import static io.ecsimages.server.error.EveryErrorTest.otherServer;
import static io.ecsimages.server.error.EveryErrorTest.server;
import static io.ecsimages.server.error.EveryErrorTest.unsigned;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.TestServer;
import io.ecsimages.server.admin.ImageAdmin;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.contract.ContractDocument;
import io.ecsimages.server.error.EveryErrorTest.ActionRequest;
import io.ecsimages.server.http.RawResponse;
import io.ecsimages.server.task.Task;
import io.ecsimages.server.task.TaskRepository;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Provokes the errors of the actions that create, copy, import and export images. */
final class CreationErrors {

    private static final ContractDocument CONTRACT = ContractDocument.CONTRACT;
    private static final long OTHER_ACCOUNT = 1000000000000002L;
    private static final String OTHER_REGION = "cn-beijing";
    private static final String DISKS = "DiskDeviceMapping.";

    /** The parameters with which each action succeeds, beside the required ones. */
    static final Map<String, Map<String, String>> VALID = Map.of(
            "CreateImage", Map.of("InstanceId", "i-1"),
            "CopyImage", Map.of("ImageId", OWN_IMAGE, "DestinationRegionId", OTHER_REGION),
            "ExportImage", Map.of("ImageId", OWN_IMAGE));

    static final Map<ApiError, Function<ActionRequest, RawResponse>> PROVOCATIONS = Map.ofEntries(
            unsigned(ApiError.MISSING_PARAMETER_SOURCE, "InstanceId", ""),
            unsigned(ApiError.INVALID_IMAGE_NAME_MALFORMED, "ImageName", "x"),
            unsigned(ApiError.INVALID_IMAGE_NAME_DUPLICATED, "ImageName", "web-prod-20240601"),
            unsigned(ApiError.INVALID_DESCRIPTION_MALFORMED, "Description", "http://x"),
            unsigned(ApiError.INVALID_PARAMETER_IMAGE_FAMILY, "ImageFamily", "acs:x"),
            unsigned(ApiError.INVALID_IMAGE_VERSION_MALFORMED, "ImageVersion", "1".repeat(129)),
            unsigned(ApiError.INVALID_PLATFORM_MALFORMED, "Platform", "DOS"),
            unsigned(ApiError.INVALID_ARCHITECTURE_MALFORMED, "Architecture", "amd64"),
            unsigned(ApiError.INVALID_PARAMETER_BOOT_MODE, "BootMode", "Legacy"),
            unsigned(ApiError.INVALID_PARAMETER_DETECTION_STRATEGY, "DetectionStrategy", "None"),
            unsigned(ApiError.INVALID_PARAMETER_IMDS_SUPPORT, "Features.ImdsSupport", "v3"),
            unsigned(
                    ApiError.INVALID_PARAMETER_DISK_DEVICE_MAPPING,
                    "DiskDeviceMapping." + (CONTRACT.limit("CreateImage", "DiskDeviceMapping", "maxItems") + 1)
                            + ".Device",
                    "/dev/xvdb"),
            unsigned(ApiError.INVALID_DEVICE_MALFORMED, "DiskDeviceMapping.1.Device", "sda"),
            ofDisks(ApiError.INVALID_DEVICE_IN_USE, "2.Device", "/dev/xvdb", "3.Device", "/dev/xvdb"),
            ofDisks(ApiError.INVALID_SIZE_VALUE_NOT_SUPPORTED, "1.Size", "4"),
            ofDisks(ApiError.INVALID_DISK_TYPE_VALUE_NOT_SUPPORTED, "1.DiskType", "System"),
            ofDisks(ApiError.OPERATION_DENIED_NO_SYSTEM_DISK, "1.DiskType", "data"),
            ofDisks(ApiError.OPERATION_DENIED_SYSTEM_DISKS, "1.DiskType", "system", "2.DiskType", "system"),
            unsigned(ApiError.INVALID_CLIENT_TOKEN_VALUE_NOT_SUPPORTED, "ClientToken", "t".repeat(65)),
            entry(ApiError.IDEMPOTENT_PARAMETER_MISMATCH, CreationErrors::repeatedWithOtherParameters),
            on(ApiError.QUOTA_EXCEED_IMAGE, CreationErrors::withoutQuota),
            unsigned(
                    ApiError.QUOTA_EXCEED_TAGS,
                    "Tag." + (CONTRACT.limit("CreateImage", "Tag", "maxItems") + 1) + ".Key",
                    "env"),
            on(ApiError.INVALID_INSTANCE_ID_NOT_FOUND, CreationErrors::withDeclaredResources),
            unsigned(ApiError.INVALID_SNAPSHOT_ID_NOT_FOUND, "SnapshotId", "s".repeat(65)),
            unsigned(ApiError.INVALID_RESOURCE_GROUP_NOT_FOUND, "ResourceGroupId", "r".repeat(65)),
            unsigned(ApiError.INVALID_DESTINATION_IMAGE_NAME_MALFORMED, "DestinationImageName", "x"),
            unsigned(ApiError.INVALID_DESTINATION_DESCRIPTION_MALFORMED, "DestinationDescription", "x"),
            unsigned(ApiError.SOURCE_REGION_NOT_FOUND, "RegionId", "cn-nowhere"),
            unsigned(ApiError.DESTINATION_REGION_NOT_FOUND, "DestinationRegionId", "cn-nowhere"),
            unsigned(ApiError.COPY_IMAGE_INCORRECT_IMAGE_STATUS, "ImageId", "m-deprecated"),
            unsigned(
                    ApiError.INVALID_IMAGE_NAME_DESTINATION_DUPLICATED,
                    "ImageName",
                    "web-prod-20240601",
                    "DestinationImageName",
                    "web-prod-20240601",
                    "DestinationRegionId",
                    "cn-hangzhou",
                    "Encrypted",
                    "true"),
            unsigned(ApiError.INVALID_PARAMETER_ENCRYPTED_ILLEGAL, "KMSKeyId", "key"),
            unsigned(ApiError.INVALID_PARAMETER_ENCRYPTED, "Encrypted", "maybe"),
            unsigned(ApiError.INCORRECT_DESTINATION_REGION, "DestinationRegionId", "cn-hangzhou"),
            unsigned(ApiError.OPERATION_DENIED_SAME_REGION_ONLY, "ImageId", "m-shared"),
            unsigned(ApiError.INVALID_IMAGE_ID_NOT_FOUND_OR_NOT_SHARED, "ImageId", "m-nothing"),
            unsigned(ApiError.IMAGE_CREATED_NOT_FROM_COPY, "ImageId", OWN_IMAGE),
            unsigned(ApiError.INCORRECT_IMAGE_STATUS_COPY_FINISHED, "ImageId", "m-copied"),
            unsigned(ApiError.INCORRECT_IMAGE_STATUS_COPY_FAILED, "ImageId", "m-copy-failed"),
            unsigned(ApiError.TASK_MISSING_PARAMETER_REGION_ID, "RegionId", ""),
            unsigned(ApiError.TASK_INVALID_REGION_ID_NOT_FOUND, "RegionId", "cn-nowhere"),
            unsigned(ApiError.MISSING_PARAMETER_OSS_BUCKET, "DiskDeviceMapping.2.OSSObject", "object"),
            unsigned(ApiError.MISSING_PARAMETER_OSS_OBJECT, "DiskDeviceMapping.2.OSSBucket", "bucket"),
            unsigned(ApiError.INVALID_IMAGE_DESCRIPTION_MALFORMED, "Description", "http://x"),
            unsigned(ApiError.INVALID_OSS_OBJECT_MALFORMED, "DiskDeviceMapping.1.OSSObject", "/object"),
            unsigned(ApiError.INVALID_DATA_DISK_SIZE, "DiskDeviceMapping.1.DiskImageSize", "0"),
            unsigned(
                    ApiError.INVALID_IMAGE_FORMAT_MALFORMED, "DiskDeviceMapping.1.Format", "ISO", "ImageFormat", "iso"),
            unsigned(ApiError.INVALID_OS_TYPE_MALFORMED, "OSType", "Linux"),
            unsigned(ApiError.IMPORT_IMAGE_INVALID_LICENSE_TYPE_NOT_SUPPORTED, "LicenseType", "Free"),
            unsigned(ApiError.INVALID_PARAMETER_NVME_SUPPORT, "Features.NvmeSupport", "yes"),
            on(ApiError.INVALID_OSS_BUCKET_NOT_FOUND, CreationErrors::withDeclaredResources),
            entry(ApiError.MISSING_PARAMETER_DISK_DEVICE_MAPPING, CreationErrors::withoutDisks),
            unsigned(ApiError.INVALID_PARAMETER_DEVICE, "DiskDeviceMapping.1.Device", "sda"),
            unsigned(ApiError.EXPORT_IMAGE_MISSING_PARAMETER_IMAGE_ID, "ImageId", ""),
            unsigned(ApiError.EXPORT_IMAGE_MISSING_PARAMETER_OSS_BUCKET, "OSSBucket", ""),
            unsigned(ApiError.INVALID_OSS_PREFIX_MALFORMED, "OSSPrefix", "a-b"),
            unsigned(ApiError.EXPORT_IMAGE_INCORRECT_IMAGE_STATUS, "ImageId", "m-deprecated"),
            unsigned(ApiError.IMAGE_NOT_SUPPORTED_MARKETPLACE, "ImageId", "m-product"),
            unsigned(ApiError.IMAGE_NOT_SUPPORTED_ENCRYPTED, "ImageId", "m-encrypted"),
            unsigned(ApiError.INVALID_IMAGE_DISK_AMOUNT_OR_SIZE, "ImageId", "m-large"),
            unsigned(ApiError.EXPORT_IMAGE_IMAGE_IS_EXPORTING, "ImageId", "m-exporting"),
            unsigned(ApiError.MISSING_PARAMETER_TASK_ID, "TaskId", ""),
            unsigned(ApiError.INVALID_TASK_ID_NOT_FOUND, "TaskId", "t-nothing"));

    private CreationErrors() {}

    /** Imports the images that the provocations name. */
    static void prepare(TestServer server) {
        server.importDump(
                dump(
                        "cn-hangzhou",
                        image("m-deprecated", "Status", "Deprecated"),
                        image("m-copied", "IsCopied", true),
                        image("m-copy-failed", "IsCopied", true, "Status", "CreateFailed"),
                        image("m-product", "ProductCode", "cmjj0001"),
                        image("m-encrypted", "DiskDeviceMappings", disk("20", true)),
                        image("m-large", "DiskDeviceMappings", disk("1000", false)),
                        image("m-exporting")),
                TestServer.ACCOUNT);
        addTask(
                server,
                Task.EXPORT,
                "m-exporting",
                LocalDateTime.now(ZoneOffset.UTC).plusHours(1));
        server.importDump(dump("cn-hangzhou", image("m-shared")), OTHER_ACCOUNT);
        var admin = server.bean(ImageAdmin.class);
        admin.share(admin.find("m-shared", null), TestServer.ACCOUNT, true);
    }

    private static Map<String, Object> disk(String size, boolean encrypted) {
        return Map.of(
                "DiskDeviceMapping", List.of(Map.of("Device", "/dev/xvdb", "Size", size, "Encrypted", encrypted)));
    }

    private static String addTask(TestServer server, String action, String imageId, LocalDateTime finishedTime) {
        var taskId = "t-" + UUID.randomUUID();
        server.bean(TaskRepository.class)
                .save(new Task(
                        taskId,
                        TestServer.ACCOUNT,
                        "cn-hangzhou",
                        action,
                        imageId,
                        LocalDateTime.now(ZoneOffset.UTC),
                        finishedTime,
                        false,
                        "bucket",
                        "object",
                        "raw"));
        return taskId;
    }

    /** Returns parameters with which an action succeeds once, and creates what they name. */
    static Map<String, String> validOnce(String action, TestServer server) {
        return switch (action) {
            case "CancelCopyImage" -> {
                var imageId = "m-" + UUID.randomUUID();
                server.importDump(
                        dump("cn-hangzhou", image(imageId, "IsCopied", true, "Status", "Creating")),
                        TestServer.ACCOUNT);
                yield Map.of("ImageId", imageId);
            }
            case "DescribeTaskAttribute" ->
                Map.of("TaskId", addTask(server, Task.IMPORT, "m-1", LocalDateTime.now(ZoneOffset.UTC)));
            default -> Map.of();
        };
    }

    /** Sends CreateImage with disks in place of the instance; names are without their prefix. */
    private static Map.Entry<ApiError, Function<ActionRequest, RawResponse>> ofDisks(ApiError error, String... pairs) {
        var parameters = new ArrayList<>(List.of("InstanceId", "", DISKS + "1.SnapshotId", "s-1"));
        for (int i = 0; i < pairs.length; i += 2) {
            parameters.addAll(List.of(DISKS + pairs[i], pairs[i + 1]));
        }
        return unsigned(error, parameters.toArray(String[]::new));
    }

    private static TestServer withoutQuota() {
        return otherServer("without quota", () -> TestServer.withSample(Map.of("ecs-images.image-quota", 0)));
    }

    private static TestServer withDeclaredResources() {
        return otherServer(
                "declared resources",
                () -> TestServer.withSample(Map.of("ecs-images.declared-resources", List.of("i-declared"))));
    }

    private static RawResponse repeatedWithOtherParameters(ActionRequest request) {
        var token = UUID.randomUUID().toString();
        assertThat(get(server(), request.with("ClientToken", token)).status()).isEqualTo(200);
        return get(server(), request.with("ClientToken", token, "Tag.1.Key", "env"));
    }

    private static RawResponse withoutDisks(ActionRequest request) {
        var parameters = request.with();
        parameters.keySet().removeIf(name -> name.startsWith("DiskDeviceMapping"));
        return get(server(), parameters);
    }
}
