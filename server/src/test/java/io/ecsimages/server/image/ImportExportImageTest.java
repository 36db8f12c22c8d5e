package io.ecsimages.server.image;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.snapshot.SnapshotRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ImportImage, ExportImage, and their tasks. */
@Tag("contract")
@ServerTest
class ImportExportImageTest {

    private static final long OTHER = 2;

    private static TestServer server;

    @BeforeAll
    static void start(TestServer started) {
        server = started;
        server.importDump(
                dump(
                        "cn-hangzhou",
                        image("m-own"),
                        image("m-product", "ProductCode", "cmjj0001"),
                        image("m-deprecated", "Status", "Deprecated"),
                        image("m-encrypted", "DiskDeviceMappings", disks(1, 500, true)),
                        image("m-four", "DiskDeviceMappings", disks(4, 500, false)),
                        image("m-five", "DiskDeviceMappings", disks(5, 20, false)),
                        image("m-large", "DiskDeviceMappings", disks(1, 501, false))),
                TestServer.ACCOUNT);
        server.importDump(dump("cn-hangzhou", image("m-theirs", "IsPublic", true)), OTHER);
    }

    /** Returns disks: a system disk above 500 GiB, which is not limited, and data disks. */
    private static Map<String, Object> disks(int count, int size, boolean encrypted) {
        var disks = new ArrayList<Map<String, Object>>();
        disks.add(Map.of("Device", "/dev/xvda", "Size", "600"));
        IntStream.range(0, count)
                .mapToObj(n -> Map.<String, Object>of(
                        "Device", "/dev/xvd" + (char) ('b' + n), "Size", "" + size, "Encrypted", encrypted))
                .forEach(disks::add);
        return Map.of("DiskDeviceMapping", disks);
    }

    private static JsonNode importImage(String... pairs) {
        var parameters = new ArrayList<>(
                List.of("DiskDeviceMapping.1.OSSBucket", "bucket", "DiskDeviceMapping.1.OSSObject", "a.vhd"));
        parameters.addAll(List.of(pairs));
        return server.call("ImportImage", parameters.toArray(String[]::new));
    }

    private static JsonNode imported(String... pairs) {
        var response = importImage(pairs);
        assertThat(response.path("Code").asText()).as(response.toString()).isEmpty();
        return server.describe("ImageId", response.path("ImageId").asText(), "Status", "ALL")
                .at("/Images/Image/0");
    }

    private static JsonNode task(JsonNode response) {
        return server.call(
                "DescribeTaskAttribute", "TaskId", response.path("TaskId").asText());
    }

    private static JsonNode export(String imageId, String... pairs) {
        var parameters = new ArrayList<>(List.of("ImageId", imageId, "OSSBucket", "bucket"));
        parameters.addAll(List.of(pairs));
        return server.call("ExportImage", parameters.toArray(String[]::new));
    }

    private static void assertError(JsonNode response, ApiError error) {
        assertThat(response.path("Code").asText()).as(response.toString()).isEqualTo(error.code());
        assertThat(response.path("Message").asText()).isEqualTo(error.message());
    }

    /** The names and values of the things that a task reads or writes. */
    private static List<String> relatedItems(JsonNode task) {
        return StreamSupport.stream(
                        task.at("/OperationProgressSet/OperationProgress/0/RelatedItemSet/RelatedItem")
                                .spliterator(),
                        false)
                .map(item ->
                        item.path("Name").asText() + " " + item.path("Value").asText())
                .toList();
    }

    @Test
    void importedImageHasDisksOfFiles() {
        var image = imported(
                "DiskDeviceMapping.1.DiskImSize", "30",
                "DiskDeviceMapping.2.OSSBucket", "bucket-2",
                "DiskDeviceMapping.2.OSSObject", "folder/b.bin",
                "DiskDeviceMapping.2.DiskImageSize", "50",
                "DiskDeviceMapping.2.DiskImSize", "40",
                "DiskDeviceMapping.3.OSSBucket", "bucket-2",
                "DiskDeviceMapping.3.OSSObject", "c.raw",
                "DiskDeviceMapping.3.Device", "/dev/xvdb",
                "DiskDeviceMapping.3.Format", "qcow2");
        assertThat(image.path("Size").asInt()).isEqualTo(30);
        var disks = image.at("/DiskDeviceMappings/DiskDeviceMapping");
        assertThat(StreamSupport.stream(disks.spliterator(), false)
                        .map(disk -> String.join(
                                " ",
                                disk.path("Device").asText(),
                                disk.path("Type").asText(),
                                disk.path("Size").asText(),
                                disk.path("Format").asText(),
                                disk.path("ImportOSSBucket").asText(),
                                disk.path("ImportOSSObject").asText())))
                .containsExactly(
                        "/dev/xvda system 30 VHD bucket a.vhd",
                        "/dev/xvdc data 50 RAW bucket-2 folder/b.bin",
                        "/dev/xvdb data 20 qcow2 bucket-2 c.raw");
        var snapshotIds = disks.findValuesAsText("SnapshotId");
        assertThat(snapshotIds).allMatch(id -> id.matches("s-bp1[0-9a-z]{17}")).doesNotHaveDuplicates();
        assertThat(server.bean(SnapshotRepository.class)
                        .findByAccountIdAndRegionIdAndSnapshotIdIn(TestServer.ACCOUNT, "cn-hangzhou", snapshotIds))
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"a.vhd, VHD", "a.qcow2, QCOW2", "A.VMDK, VMDK", "a.raw, RAW", "a.iso, RAW", "vhd, RAW", "a.vhd.gz, RAW"
    })
    void endOfNameDeterminesFormat(String object, String format) {
        assertThat(imported("DiskDeviceMapping.1.OSSObject", object)
                        .at("/DiskDeviceMappings/DiskDeviceMapping/0/Format")
                        .asText())
                .isEqualTo(format);
    }

    @Test
    void parametersDescribeImage() {
        var image = imported(
                "ImageName", "imported",
                "Description", "from a file",
                "OSType", "windows",
                "Platform", "Ubuntu",
                "LicenseType", "BYOL",
                "BootMode", "UEFI-Preferred",
                "Features.NvmeSupport", "unsupported",
                "Features.ImdsSupport", "v2",
                "DetectionStrategy", "Standard",
                "ResourceGroupId", "rg-1",
                "Tag.1.Key", "env");
        assertThat(image.path("ImageName").asText()).isEqualTo("imported");
        assertThat(image.path("Description").asText()).isEqualTo("from a file");
        assertThat(image.path("OSType").asText()).isEqualTo("windows");
        assertThat(image.path("OSName").asText()).isEqualTo("Ubuntu 64位");
        assertThat(image.path("LicenseType").asText()).isEqualTo("BYOL");
        assertThat(image.path("BootMode").asText()).isEqualTo("UEFI-Preferred");
        assertThat(image.at("/Features/NvmeSupport").asText()).isEqualTo("unsupported");
        assertThat(image.at("/Features/ImdsSupport").asText()).isEqualTo("v2");
        assertThat(image.at("/DetectionOptions/Status").asText()).isEqualTo("Finished");
        assertThat(image.path("ResourceGroupId").asText()).isEqualTo("rg-1");
        assertThat(image.at("/Tags/Tag/0/TagKey").asText()).isEqualTo("env");
        assertThat(image.path("IsCopied").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"x86_64, BIOS", "i386, BIOS", "arm64, UEFI"})
    void bootModeFollowsArchitecture(String architecture, String bootMode) {
        var image = imported("Architecture", architecture);
        assertThat(image.path("BootMode").asText()).isEqualTo(bootMode);
        assertThat(image.path("LicenseType").asText()).isEqualTo("Auto");
        assertThat(image.path("OSType").asText()).isEqualTo("linux");
        assertThat(image.path("Features").has("NvmeSupport")).isFalse();
    }

    @Test
    void importIsTaskThatIsFinished() {
        var response = importImage();
        assertThat(response.path("RegionId").asText()).isEqualTo("cn-hangzhou");
        assertThat(response.path("TaskId").asText()).matches("t-bp1[0-9a-z]{17}");
        var task = task(response);
        assertThat(task.path("TaskId")).isEqualTo(response.path("TaskId"));
        assertThat(task.path("TaskAction").asText()).isEqualTo("ImportImage");
        assertThat(task.path("TaskStatus").asText()).isEqualTo("Finished");
        assertThat(task.path("TaskProcess").asText()).isEqualTo("100%");
        assertThat(task.path("SupportCancel")).isEqualTo(TextNode.valueOf("false"));
        assertThat(task.path("SuccessCount").asInt()).isEqualTo(1);
        assertThat(task.path("FailedCount").asInt()).isZero();
        assertThat(task.path("CreationTime").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\dZ");
        assertThat(task.path("FinishedTime").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\dZ");
        assertThat(relatedItems(task)).containsExactly("OSSBucket bucket", "OSSObject a.vhd", "ImageFormat VHD");
        var operation = task.at("/OperationProgressSet/OperationProgress/0");
        assertThat(operation.path("OperationStatus").asText()).isEqualTo("Success");
        assertThat(operation.path("ErrorCode").asText("absent")).isEmpty();
    }

    @Test
    void failedImportIsFailedTask() {
        var response = importImage("Tag.1.Key", "ecs-images:status", "Tag.1.Value", "CreateFailed");
        var task = task(response);
        assertThat(task.path("TaskStatus").asText()).isEqualTo("Failed");
        assertThat(task.path("SuccessCount").asInt()).isZero();
        assertThat(task.path("FailedCount").asInt()).isEqualTo(1);
        var operation = task.at("/OperationProgressSet/OperationProgress/0");
        assertThat(operation.path("OperationStatus").asText()).isEqualTo("Failed");
        assertThat(operation.path("ErrorCode").asText()).isEqualTo("ImportImageFailed");
        assertThat(operation.path("ErrorMsg").asText()).isNotEmpty();
    }

    @Test
    void devicesOfFilesDiffer() {
        assertError(
                importImage(
                        "DiskDeviceMapping.1.Device", "/dev/xvdb",
                        "DiskDeviceMapping.2.OSSBucket", "bucket",
                        "DiskDeviceMapping.2.OSSObject", "b.raw",
                        "DiskDeviceMapping.2.Device", "/dev/xvdb"),
                ApiError.INVALID_PARAMETER_DEVICE);
        assertError(
                importImage(
                        "DiskDeviceMapping.2.OSSBucket", "bucket",
                        "DiskDeviceMapping.2.OSSObject", "b.raw",
                        "DiskDeviceMapping.2.Device", "/dev/xvda"),
                ApiError.INVALID_PARAMETER_DEVICE);
    }

    @Test
    void importChecksFilesNameAndRegion() {
        imported("ImageName", "taken");
        assertError(importImage("ImageName", "taken"), ApiError.INVALID_IMAGE_NAME_DESTINATION_DUPLICATED);
        assertError(importImage("RegionId", "cn-nowhere"), ApiError.TASK_INVALID_REGION_ID_NOT_FOUND);
        assertError(server.call("ImportImage"), ApiError.MISSING_PARAMETER_DISK_DEVICE_MAPPING);
        assertError(importImage("DiskDeviceMapping.2.OSSBucket", "bucket"), ApiError.MISSING_PARAMETER_OSS_OBJECT);
        assertError(importImage("ImageName", "dry", "DryRun", "true"), ApiError.DRY_RUN_OPERATION);
        assertThat(server.describe("ImageName", "dry").path("TotalCount").asInt())
                .isZero();
    }

    @Test
    void repetitionOfImportGetsFirstImageAndTask() {
        String[] token = {"ClientToken", "import-token"};
        var first = importImage(token);
        var second = importImage(token);
        assertThat(second.path("ImageId")).isEqualTo(first.path("ImageId"));
        assertThat(second.path("TaskId")).isEqualTo(first.path("TaskId"));
        assertError(
                importImage("ClientToken", "import-token", "OSType", "linux"), ApiError.IDEMPOTENT_PARAMETER_MISMATCH);
    }

    @ParameterizedTest
    @CsvSource({"'', '', raw", "backup, backup_, vhd", "'', '', vdi"})
    void exportIsTaskWithNameOfFile(String prefix, String start, String format) {
        var response = export("m-own", "OSSPrefix", prefix, "ImageFormat", format);
        assertThat(response.path("Code").asText()).as(response.toString()).isEmpty();
        var taskId = response.path("TaskId").asText();
        var task = task(response);
        assertThat(task.path("TaskAction").asText()).isEqualTo("ExportImage");
        assertThat(task.path("TaskStatus").asText()).isEqualTo("Finished");
        assertThat(relatedItems(task))
                .containsExactly(
                        "OSSBucket bucket",
                        "OSSObject " + start + "m-own_" + taskId + "." + format,
                        "ImageFormat " + format);
    }

    @Test
    void exportDoesNotChangeImage() {
        var before = server.describe("ImageId", "m-own").at("/Images/Image/0");
        export("m-own");
        assertThat(server.describe("ImageId", "m-own").at("/Images/Image/0")).isEqualTo(before);
        assertError(export("m-own", "DryRun", "true"), ApiError.DRY_RUN_OPERATION);
    }

    @ParameterizedTest
    @CsvSource({
        "m-theirs, INVALID_IMAGE_ID_NOT_FOUND",
        "m-nothing, INVALID_IMAGE_ID_NOT_FOUND",
        "m-deprecated, EXPORT_IMAGE_INCORRECT_IMAGE_STATUS",
        "m-product, IMAGE_NOT_SUPPORTED_MARKETPLACE",
        "m-encrypted, IMAGE_NOT_SUPPORTED_ENCRYPTED",
        "m-five, INVALID_IMAGE_DISK_AMOUNT_OR_SIZE",
        "m-large, INVALID_IMAGE_DISK_AMOUNT_OR_SIZE"
    })
    void someImagesCannotBeExported(String imageId, ApiError error) {
        assertError(export(imageId), error);
        assertThat(export("m-four").has("TaskId")).isTrue();
    }

    @Test
    void exportChecksRegion() {
        assertError(export("m-own", "RegionId", "cn-nowhere"), ApiError.TASK_INVALID_REGION_ID_NOT_FOUND);
        assertError(export("m-own", "RegionId", "cn-beijing"), ApiError.INVALID_IMAGE_ID_NOT_FOUND);
    }

    @Test
    void tasksBelongToAccountAndRegion() {
        var taskId = export("m-own").path("TaskId").asText();
        assertError(
                server.call("DescribeTaskAttribute", "TaskId", taskId, "RegionId", "cn-beijing"),
                ApiError.INVALID_TASK_ID_NOT_FOUND);
        assertError(
                server.call("DescribeTaskAttribute", "TaskId", taskId, "RegionId", "cn-nowhere"),
                ApiError.TASK_INVALID_REGION_ID_NOT_FOUND);
        assertError(server.call("DescribeTaskAttribute", "TaskId", "t-nothing"), ApiError.INVALID_TASK_ID_NOT_FOUND);
        server.sql("UPDATE task SET account_id = " + OTHER + " WHERE task_id = '" + taskId + "'");
        assertError(server.call("DescribeTaskAttribute", "TaskId", taskId), ApiError.INVALID_TASK_ID_NOT_FOUND);
    }

    @Test
    void taskOutlivesItsImage() {
        var response = importImage();
        assertThat(server.call(
                                "DeleteImage",
                                "ImageId",
                                response.path("ImageId").asText())
                        .has("Code"))
                .isFalse();
        assertThat(task(response).path("TaskStatus").asText()).isEqualTo("Finished");
    }
}
