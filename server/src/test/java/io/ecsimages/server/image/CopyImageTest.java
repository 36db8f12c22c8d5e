package io.ecsimages.server.image;

import static io.ecsimages.server.TestImages.disks;
import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static io.ecsimages.server.TestImages.tags;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.admin.ImageAdmin;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.snapshot.SnapshotRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CopyImage: the copy, and which images can be copied to which regions. */
@Tag("contract")
@ServerTest
class CopyImageTest {

    private static TestServer server;

    @BeforeAll
    static void start(TestServer started) {
        server = started;
        server.importDump(
                dump(
                        "cn-hangzhou",
                        image(
                                "m-own",
                                "ImageName",
                                "own",
                                "Description",
                                "of the source",
                                "ImageFamily",
                                "family",
                                "ImageVersion",
                                "3",
                                "ResourceGroupId",
                                "rg-source",
                                "OSType",
                                "windows",
                                "Platform",
                                "Windows Server 2022",
                                "Architecture",
                                "x86_64",
                                "BootMode",
                                "UEFI",
                                "LicenseType",
                                "BYOL",
                                "Features",
                                Map.of("NvmeSupport", "supported"),
                                "Size",
                                20,
                                "NewField",
                                "not copied",
                                "Tags",
                                tags("env", "prod"),
                                "DiskDeviceMappings",
                                disks("s-1", "")),
                        image("m-deprecated", "Status", "Deprecated"),
                        image("m-system", "ImageOwnerAlias", "system"),
                        image("m-market", "ImageOwnerAlias", "marketplace")),
                TestServer.ACCOUNT);
        server.importDump(
                dump(
                        "cn-hangzhou",
                        image("m-shared", "ImageName", "shared"),
                        image("m-foreign"),
                        image("m-community", "IsPublic", true)),
                2);
        var admin = server.bean(ImageAdmin.class);
        admin.share(admin.find("m-shared", null), TestServer.ACCOUNT, true);
    }

    private static JsonNode copy(String imageId, String destination, String... pairs) {
        var parameters = new ArrayList<>(List.of("ImageId", imageId, "DestinationRegionId", destination));
        parameters.addAll(List.of(pairs));
        return server.call("CopyImage", parameters.toArray(String[]::new));
    }

    private static JsonNode copied(String imageId, String destination, String... pairs) {
        var response = copy(imageId, destination, pairs);
        assertThat(response.path("Code").asText()).as(response.toString()).isEmpty();
        return described(response.path("ImageId").asText(), destination);
    }

    private static JsonNode described(String imageId, String regionId) {
        return server.describe("RegionId", regionId, "ImageId", imageId, "Status", "ALL")
                .at("/Images/Image/0");
    }

    private static void assertError(JsonNode response, ApiError error) {
        assertThat(response.path("Code").asText()).as(response.toString()).isEqualTo(error.code());
        assertThat(response.path("Message").asText()).isEqualTo(error.message());
    }

    @Test
    void copyHasOperatingSystemOfSourceAndParametersOfRequest() {
        var source = described("m-own", "cn-hangzhou");
        var copy = copied(
                "m-own",
                "cn-shanghai",
                "DestinationImageName",
                "copied",
                "DestinationDescription",
                "of the copy",
                "ResourceGroupId",
                "rg-copy",
                "Tag.1.Key",
                "team");
        assertThat(copy.path("ImageId").asText()).matches("m-uf6[0-9a-z]{17}");
        assertThat(copy.path("ImageName").asText()).isEqualTo("copied");
        assertThat(copy.path("Description").asText()).isEqualTo("of the copy");
        assertThat(copy.path("ResourceGroupId").asText()).isEqualTo("rg-copy");
        assertThat(copy.at("/Tags/Tag").toString()).isEqualTo("[{\"TagKey\":\"team\",\"TagValue\":\"\"}]");
        assertThat(copy.path("IsCopied").asBoolean()).isTrue();
        assertThat(copy.path("Status").asText()).isEqualTo("Available");
        for (var field : List.of(
                "OSType", "Platform", "Architecture", "BootMode", "LicenseType", "Features", "Size", "ImageVersion")) {
            assertThat(copy.path(field)).as(field).isEqualTo(source.path(field));
        }
        assertThat(copy.has("ImageFamily")).isFalse();
        assertThat(copy.has("NewField")).isFalse();
        assertThat(described("m-own", "cn-hangzhou")).isEqualTo(source);
    }

    @Test
    void everyDiskOfCopyHasNewSnapshot() {
        var copy = copied("m-own", "cn-beijing");
        var disks = copy.at("/DiskDeviceMappings/DiskDeviceMapping");
        assertThat(disks).hasSize(2);
        assertThat(disks.at("/0/Device").asText()).isEqualTo("/dev/xvda");
        assertThat(disks.at("/1/Device").asText()).isEqualTo("/dev/xvdb");
        assertThat(disks.at("/0/SnapshotId").asText()).matches("s-2ze[0-9a-z]{17}");
        assertThat(disks.at("/1/SnapshotId").asText()).matches("s-2ze[0-9a-z]{17}");
        var snapshots = server.bean(SnapshotRepository.class)
                .findByAccountIdAndRegionIdAndSnapshotIdIn(
                        TestServer.ACCOUNT,
                        "cn-beijing",
                        List.of(
                                disks.at("/0/SnapshotId").asText(),
                                disks.at("/1/SnapshotId").asText()));
        assertThat(snapshots)
                .extracting(snapshot -> snapshot.sourceDiskType() + " " + snapshot.sourceDiskSize())
                .containsExactlyInAnyOrder("system 20", "data 20");
    }

    @Test
    void sharedImageIsCopiedWithinItsRegionAndBelongsToCaller() {
        var copy = copied("m-shared", "cn-hangzhou");
        assertThat(copy.path("ImageOwnerAlias").asText()).isEqualTo("self");
        assertThat(copy.path("ImageOwnerId").asLong()).isEqualTo(TestServer.ACCOUNT);
        assertThat(copy.path("IsSelfShared").asText("absent")).isEmpty();
        assertThat(copy.path("ImageName")).isEqualTo(copy.path("ImageId"));
        assertError(copy("m-shared", "cn-beijing"), ApiError.OPERATION_DENIED_SAME_REGION_ONLY);
        assertThat(copied(copy.path("ImageId").asText(), "cn-beijing")
                        .path("IsCopied")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void ownImageIsCopiedWithinItsRegionOnlyIfEncrypted() {
        assertError(copy("m-own", "cn-hangzhou"), ApiError.INCORRECT_DESTINATION_REGION);
        assertError(server.call("CopyImage", "ImageId", "m-own"), ApiError.INCORRECT_DESTINATION_REGION);
        var encrypted = copied("m-own", "cn-hangzhou", "Encrypted", "true", "KMSKeyId", "key");
        assertThat(encrypted.findValuesAsText("Encrypted")).containsExactly("true", "true");
        assertThat(encrypted.toString()).doesNotContain("KMSKeyId");
    }

    @ParameterizedTest
    @CsvSource({"m-foreign", "m-community", "m-system", "m-market", "m-nothing"})
    void imagesOfOthersAreNotFound(String imageId) {
        assertError(copy(imageId, "cn-beijing"), ApiError.INVALID_IMAGE_ID_NOT_FOUND_OR_NOT_SHARED);
    }

    @Test
    void imageMustBeAvailable() {
        assertError(copy("m-deprecated", "cn-beijing"), ApiError.COPY_IMAGE_INCORRECT_IMAGE_STATUS);
    }

    @Test
    void regionsMustExist() {
        assertError(copy("m-own", "cn-nowhere"), ApiError.DESTINATION_REGION_NOT_FOUND);
        assertError(copy("m-own", "cn-beijing", "RegionId", "cn-nowhere"), ApiError.SOURCE_REGION_NOT_FOUND);
        assertError(
                copy("m-own", "cn-hangzhou", "RegionId", "cn-beijing"),
                ApiError.INVALID_IMAGE_ID_NOT_FOUND_OR_NOT_SHARED);
    }

    @Test
    void keyRequiresEncryption() {
        assertError(copy("m-own", "cn-beijing", "KMSKeyId", "key"), ApiError.INVALID_PARAMETER_ENCRYPTED_ILLEGAL);
        assertError(
                copy("m-own", "cn-beijing", "KMSKeyId", "key", "Encrypted", "false"),
                ApiError.INVALID_PARAMETER_ENCRYPTED_ILLEGAL);
    }

    @Test
    void nameIsUniqueInDestinationRegion() {
        copied("m-own", "cn-shenzhen", "DestinationImageName", "own");
        assertError(
                copy("m-own", "cn-shenzhen", "DestinationImageName", "own"),
                ApiError.INVALID_IMAGE_NAME_DESTINATION_DUPLICATED);
    }

    @Test
    void tagMakesCopyFail() {
        var failed = copied("m-own", "cn-beijing", "Tag.1.Key", "ecs-images:status", "Tag.1.Value", "CreateFailed");
        assertThat(failed.path("Status").asText()).isEqualTo("CreateFailed");
        assertError(
                server.call(
                        "CancelCopyImage",
                        "RegionId",
                        "cn-beijing",
                        "ImageId",
                        failed.path("ImageId").asText()),
                ApiError.INCORRECT_IMAGE_STATUS_COPY_FAILED);
    }

    @Test
    void dryRunAndFailureCreateNoCopy() {
        assertError(
                copy("m-own", "us-west-1", "DryRun", "true", "DestinationImageName", "dry"),
                ApiError.DRY_RUN_OPERATION);
        assertThat(server.describe("RegionId", "us-west-1", "Status", "ALL")
                        .path("TotalCount")
                        .asInt())
                .isZero();
    }

    @Test
    void repetitionGetsFirstResponse() {
        String[] token = {"ClientToken", "copy-token"};
        var first = copy("m-own", "eu-central-1", token);
        assertThat(copy("m-own", "eu-central-1", token).path("ImageId")).isEqualTo(first.path("ImageId"));
        assertError(copy("m-own", "us-east-1", token), ApiError.IDEMPOTENT_PARAMETER_MISMATCH);
        assertThat(server.describe("RegionId", "eu-central-1")
                        .path("TotalCount")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void quotaCountsImagesOfDestinationRegion() {
        try (var limited = TestServer.empty(Map.of("ecs-images.image-quota", 1))) {
            limited.importDump(dump("cn-hangzhou", image("m-1"), image("m-2")), TestServer.ACCOUNT);
            assertThat(limited.call("CopyImage", "ImageId", "m-1", "DestinationRegionId", "cn-beijing")
                            .has("ImageId"))
                    .isTrue();
            assertError(
                    limited.call("CopyImage", "ImageId", "m-2", "DestinationRegionId", "cn-beijing"),
                    ApiError.QUOTA_EXCEED_IMAGE);
        }
    }
}
