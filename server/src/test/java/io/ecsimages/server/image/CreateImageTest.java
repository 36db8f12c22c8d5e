package io.ecsimages.server.image;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.snapshot.SnapshotRepository;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CreateImage: the new image, its disks, and the errors that depend on the catalogue. */
@Tag("contract")
@ServerTest
class CreateImageTest {

    private static TestServer server;

    @BeforeAll
    static void start(TestServer started) {
        server = started;
        var disks = Map.of(
                "DiskDeviceMapping",
                List.of(
                        Map.of("Device", "/dev/xvda", "Size", "40", "SnapshotId", "s-system", "Type", "system"),
                        Map.of("Device", "/dev/xvdb", "Size", "100", "SnapshotId", "s-data", "Encrypted", true)));
        server.importDump(
                dump("cn-hangzhou", image("m-own", "ImageName", "own", "DiskDeviceMappings", disks)),
                TestServer.ACCOUNT);
    }

    private static JsonNode create(String... pairs) {
        var response = server.call("CreateImage", pairs);
        assertThat(response.path("Code").asText()).as(response.toString()).isEmpty();
        return described(response.path("ImageId").asText());
    }

    private static JsonNode described(String imageId) {
        return server.describe("ImageId", imageId, "Status", "ALL").at("/Images/Image/0");
    }

    private static void assertError(ApiError error, String... pairs) {
        var response = server.call("CreateImage", pairs);
        assertThat(response.path("Code").asText()).as(response.toString()).isEqualTo(error.code());
        assertThat(response.path("Message").asText()).isEqualTo(error.message());
    }

    /** The disks of an image, each as device, type, size and SnapshotId. */
    private static List<String> disks(JsonNode image) {
        return StreamSupport.stream(
                        image.at("/DiskDeviceMappings/DiskDeviceMapping").spliterator(), false)
                .map(disk -> String.join(
                        " ",
                        disk.path("Device").asText(),
                        disk.path("Type").asText(),
                        disk.path("Size").asText(),
                        disk.path("SnapshotId").asText()))
                .toList();
    }

    @Test
    void imageOfInstanceHasSystemDiskWithNewSnapshot() {
        var image = create("InstanceId", "i-1");
        var imageId = image.path("ImageId").asText();
        assertThat(imageId).matches("m-bp1[0-9a-z]{17}");
        assertThat(image.path("ImageName").asText()).isEqualTo(imageId);
        assertThat(image.path("ImageOwnerAlias").asText()).isEqualTo("self");
        assertThat(image.path("ImageOwnerId").asLong()).isEqualTo(TestServer.ACCOUNT);
        assertThat(image.path("Status").asText()).isEqualTo("Available");
        assertThat(image.path("Progress").asText()).isEqualTo("100%");
        assertThat(image.path("Usable").asBoolean()).isTrue();
        assertThat(image.path("Usage").asText()).isEqualTo("none");
        assertThat(image.path("IsPublic").asBoolean(true)).isFalse();
        assertThat(image.path("IsCopied").asBoolean(true)).isFalse();
        assertThat(image.path("IsSelfShared").asText("absent")).isEmpty();
        assertThat(image.path("CreationTime").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(image.path("Size").asInt()).isEqualTo(20);
        assertThat(disks(image)).singleElement().asString().matches("/dev/xvda system 20 s-bp1[0-9a-z]{17}");
        var snapshotId =
                image.at("/DiskDeviceMappings/DiskDeviceMapping/0/SnapshotId").asText();
        var snapshots = server.bean(SnapshotRepository.class)
                .findByAccountIdAndRegionIdAndSnapshotIdIn(TestServer.ACCOUNT, "cn-hangzhou", List.of(snapshotId));
        assertThat(snapshots).singleElement().satisfies(snapshot -> {
            assertThat(snapshot.instanceId()).isEqualTo("i-1");
            assertThat(snapshot.sourceDiskType()).isEqualTo("system");
            assertThat(snapshot.sourceDiskSize()).isEqualTo("20");
            assertThat(snapshot.creationTime() + "Z")
                    .startsWith(image.path("CreationTime").asText().substring(0, 16));
        });
    }

    @Test
    void parametersDescribeImage() {
        var image = create(
                "InstanceId", "i-1",
                "ImageName", "described",
                "Description", "the description",
                "ImageFamily", "family",
                "ImageVersion", "7",
                "BootMode", "UEFI",
                "DetectionStrategy", "Standard",
                "Features.ImdsSupport", "v2",
                "ResourceGroupId", "rg-1",
                "Tag.1.Key", "team",
                "Tag.2.Key", "env",
                "Tag.2.Value", "prod");
        assertThat(image.path("ImageName").asText()).isEqualTo("described");
        assertThat(image.path("Description").asText()).isEqualTo("the description");
        assertThat(image.path("ImageFamily").asText()).isEqualTo("family");
        assertThat(image.path("ImageVersion").asText()).isEqualTo("7");
        assertThat(image.path("BootMode").asText()).isEqualTo("UEFI");
        assertThat(image.at("/DetectionOptions/Status").asText()).isEqualTo("Finished");
        assertThat(image.at("/Features/ImdsSupport").asText()).isEqualTo("v2");
        assertThat(image.path("ResourceGroupId").asText()).isEqualTo("rg-1");
        assertThat(image.at("/Tags/Tag").toString())
                .isEqualTo("[{\"TagKey\":\"team\",\"TagValue\":\"\"},{\"TagKey\":\"env\",\"TagValue\":\"prod\"}]");
    }

    @Test
    void imageWithoutParametersHasDefaultsOfContract() {
        var image = create("InstanceId", "i-1");
        assertThat(image.path("Platform").asText()).isEqualTo("Others Linux");
        assertThat(image.path("Architecture").asText()).isEqualTo("x86_64");
        assertThat(image.path("BootMode").asText()).isEqualTo("UEFI-Preferred");
        assertThat(image.at("/Features/ImdsSupport").asText()).isEqualTo("v1");
        assertThat(image.path("Description").asText("absent")).isEmpty();
        assertThat(image.path("ResourceGroupId").asText("absent")).isEmpty();
        assertThat(image.has("ImageFamily")).isFalse();
        assertThat(image.has("DetectionOptions")).isFalse();
        assertThat(image.at("/Tags/Tag")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Ubuntu, x86_64, linux, Ubuntu 64位, Ubuntu 64 bit",
        "CentOS, i386, linux, CentOS 32位, CentOS 32 bit",
        "Windows Server 2022, x86_64, windows, Windows Server 2022 64位, Windows Server 2022 64 bit",
        "Other Windows, i386, windows, Other Windows 32位, Other Windows 32 bit",
        "Anolis, arm64, linux, Anolis 64位, Anolis 64 bit"
    })
    void operatingSystemFollowsPlatform(
            String platform, String architecture, String osType, String osName, String osNameEn) {
        var image = create("InstanceId", "i-1", "Platform", platform, "Architecture", architecture);
        assertThat(image.path("Platform").asText()).isEqualTo(platform);
        assertThat(image.path("Architecture").asText()).isEqualTo(architecture);
        assertThat(image.path("OSType").asText()).isEqualTo(osType);
        assertThat(image.path("OSName").asText()).isEqualTo(osName);
        assertThat(image.path("OSNameEn").asText()).isEqualTo(osNameEn);
    }

    @ParameterizedTest
    @CsvSource({"s-system, 40", "s-data, 100", "s-elsewhere, 20"})
    void imageOfSnapshotHasItsSize(String snapshotId, int size) {
        var image = create("SnapshotId", snapshotId);
        assertThat(image.path("Size").asInt()).isEqualTo(size);
        assertThat(disks(image)).containsExactly("/dev/xvda system " + size + " " + snapshotId);
    }

    /** Each disk of the request and of the image is its fields, separated by spaces; disks are separated by commas. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SnapshotId=s-1, SnapshotId=s-2          | /dev/xvda system 20 s-1, /dev/xvdb data 20 s-2
            SnapshotId=s-data, SnapshotId=s-system  | /dev/xvda system 40 s-system, /dev/xvdb data 100 s-data
            SnapshotId=s-system Size=50, Size=30    | /dev/xvda system 50 s-system, /dev/xvdb data 30
            SnapshotId=s-1 DiskType=data, SnapshotId=s-2 DiskType=system | /dev/xvda system 20 s-2, /dev/xvdb data 20 s-1
            SnapshotId=s-1, Device=/dev/xvdb, Size=5 | /dev/xvda system 20 s-1, /dev/xvdb data 20, /dev/xvdc data 5
            SnapshotId=s-1, Size=6, Device=/dev/xvdb | /dev/xvda system 20 s-1, /dev/xvdc data 6, /dev/xvdb data 20
            SnapshotId=s-data Device=/dev/vda       | /dev/vda system 100 s-data
            """)
    void disksOfMappings(String requested, String expected) {
        var image = create(mappings(requested));
        assertThat(disks(image).stream().map(String::strip)).containsExactly(expected.split(", *"));
    }

    private static String[] mappings(String requested) {
        var disks = requested.split(", *");
        return IntStream.range(0, disks.length)
                .boxed()
                .flatMap(n -> Arrays.stream(disks[n].split(" "))
                        .flatMap(field -> Arrays.stream(("DiskDeviceMapping." + (n + 1) + "." + field).split("=", 2))))
                .toArray(String[]::new);
    }

    @Test
    void encryptedSnapshotMakesEncryptedDisk() {
        var image = create("SnapshotId", "s-data");
        assertThat(image.at("/DiskDeviceMappings/DiskDeviceMapping/0/Encrypted").asBoolean())
                .isTrue();
        assertThat(create("SnapshotId", "s-system")
                        .at("/DiskDeviceMappings/DiskDeviceMapping/0")
                        .has("Encrypted"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DiskType=data                               | OPERATION_DENIED_NO_SYSTEM_DISK
            DiskType=system                             | OPERATION_DENIED_NO_SYSTEM_DISK
            SnapshotId=s-data DiskType=data             | OPERATION_DENIED_NO_SYSTEM_DISK
            SnapshotId=s-1, SnapshotId=s-system         | OPERATION_DENIED_SYSTEM_DISKS
            SnapshotId=s-1 DiskType=system, DiskType=system | OPERATION_DENIED_SYSTEM_DISKS
            SnapshotId=s-1 DiskType=system Device=/dev/xvdb | INVALID_DEVICE_MALFORMED
            SnapshotId=s-1, DiskType=data Device=/dev/vda   | INVALID_DEVICE_MALFORMED
            SnapshotId=s-1, Device=/dev/xvdb, Device=/dev/xvdb | INVALID_DEVICE_IN_USE
            SnapshotId=s-system Size=39                 | INVALID_SIZE_VALUE_NOT_SUPPORTED
            """)
    void inconsistentDisksAreRefused(String requested, ApiError error) {
        assertError(error, mappings(requested));
    }

    @Test
    void instancePrecedesDisksAndDisksPrecedeSnapshot() {
        var ofInstance = create("InstanceId", "i-1", "DiskDeviceMapping.1.DiskType", "data", "SnapshotId", "s-system");
        assertThat(disks(ofInstance)).singleElement().asString().startsWith("/dev/xvda system 20 s-bp1");
        var ofDisks = create("DiskDeviceMapping.1.SnapshotId", "s-1", "SnapshotId", "s-system");
        assertThat(disks(ofDisks)).containsExactly("/dev/xvda system 20 s-1");
    }

    @Test
    void sourceAndRegionAreRequired() {
        assertError(ApiError.MISSING_PARAMETER_SOURCE, "ImageName", "without-source");
        assertError(ApiError.MISSING_PARAMETER_SOURCE, "InstanceId", "");
        assertError(ApiError.INVALID_REGION_ID_NOT_FOUND, "RegionId", "cn-nowhere");
    }

    @Test
    void nameIsUniqueInAccountAndRegion() {
        create("InstanceId", "i-1", "ImageName", "unique");
        create("InstanceId", "i-1", "ImageName", "Unique");
        assertError(ApiError.INVALID_IMAGE_NAME_DUPLICATED, "InstanceId", "i-1", "ImageName", "unique");
        assertError(ApiError.INVALID_IMAGE_NAME_DUPLICATED, "InstanceId", "i-1", "ImageName", "own");
        var elsewhere =
                server.call("CreateImage", "RegionId", "cn-beijing", "InstanceId", "i-1", "ImageName", "unique");
        assertThat(elsewhere.path("ImageId").asText()).startsWith("m-2ze");
    }

    @Test
    void tagMakesCreationFail() {
        var failed = create("InstanceId", "i-1", "Tag.1.Key", "ecs-images:status", "Tag.1.Value", "CreateFailed");
        assertThat(failed.path("Status").asText()).isEqualTo("CreateFailed");
        assertThat(failed.path("Usable").asBoolean(true)).isFalse();
        assertThat(failed.path("Progress").asText()).isEqualTo("0%");
        assertThat(failed.at("/Tags/Tag/0/TagValue").asText()).isEqualTo("CreateFailed");
        var other = create("InstanceId", "i-1", "Tag.1.Key", "ecs-images:status", "Tag.1.Value", "createfailed");
        assertThat(other.path("Status").asText()).isEqualTo("Available");
    }

    @Test
    void tagKeysDiffer() {
        assertError(ApiError.DUPLICATE_TAG_KEY, "InstanceId", "i-1", "Tag.1.Key", "env", "Tag.2.Key", "env");
        var image = create("InstanceId", "i-1", "Tag.1.Key", "env", "Tag.2.Key", "Env");
        assertThat(image.at("/Tags/Tag")).hasSize(2);
    }

    @Test
    void quotaLimitsImagesOfAccountAndRegion() {
        try (var limited = TestServer.empty(Map.of("ecs-images.image-quota", 2))) {
            for (int i = 0; i < 2; i++) {
                assertThat(limited.call("CreateImage", "InstanceId", "i-1").has("ImageId"))
                        .isTrue();
            }
            assertThat(limited.call("CreateImage", "InstanceId", "i-1")
                            .path("Code")
                            .asText())
                    .isEqualTo(ApiError.QUOTA_EXCEED_IMAGE.code());
            assertThat(limited.call("CreateImage", "InstanceId", "i-1", "RegionId", "cn-beijing")
                            .has("ImageId"))
                    .isTrue();
        }
    }
}
