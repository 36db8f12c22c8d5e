package io.ecsimages.server.image;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ModifyImageAttribute: each attribute, what the next DescribeImages returns, and the changes that it refuses. */
@Tag("contract")
@Tag("extended")
@ServerTest
class ModifyImageAttributeTest {

    private static TestServer server;

    @BeforeAll
    static void start(TestServer started) {
        server = started;
        server.importDump(
                dump(
                        "cn-hangzhou",
                        image("any", "ImageName", "any-name", "Features", Map.of("CpuOnlineUpgrade", "supported")),
                        image("extended", "FutureField", "kept"),
                        image("unchanged", "ImageName", "old", "Description", "as it was", "ImageFamily", "family"),
                        image("first", "ImageName", "first"),
                        image("second", "ImageName", "second"),
                        image("arm", "Architecture", "arm64", "BootMode", "UEFI"),
                        image("used", "Usage", "instance", "BootMode", "BIOS"),
                        image("hardened", "Features", Map.of("ImdsSupport", "v2")),
                        image("status"),
                        image("shared"),
                        image("failed", "Status", "CreateFailed"),
                        image("creating", "Status", "Creating"),
                        image("waiting", "Status", "Waiting")),
                TestServer.ACCOUNT);
        server.importDump(dump("cn-beijing", image("north", "ImageName", "north")), TestServer.ACCOUNT);
        server.importDump(dump("cn-hangzhou", image("theirs", "ImageName", "theirs", "IsPublic", true)), 2);
    }

    private static void modify(String imageId, String... pairs) {
        server.succeed("ModifyImageAttribute", with(imageId, pairs));
    }

    private static void refuse(ApiError error, String imageId, String... pairs) {
        server.fail(error, "ModifyImageAttribute", with(imageId, pairs));
    }

    private static String[] with(String imageId, String... pairs) {
        var all = new String[pairs.length + 2];
        all[0] = "ImageId";
        all[1] = imageId;
        System.arraycopy(pairs, 0, all, 2, pairs.length);
        return all;
    }

    private static JsonNode describe(String imageId) {
        return server.describe("ImageId", imageId, "Status", "ALL").at("/Images/Image/0");
    }

    @ParameterizedTest
    @CsvSource({
        "ImageName, new-name, /ImageName",
        "Description, a new description, /Description",
        "ImageFamily, new-family, /ImageFamily",
        "BootMode, UEFI-Preferred, /BootMode",
        "BootMode, BIOS, /BootMode",
        "LicenseType, BYOL, /LicenseType",
        "Features.NvmeSupport, unsupported, /Features/NvmeSupport",
        "Features.ImdsSupport, v2, /Features/ImdsSupport"
    })
    void nextReadSeesAttribute(String parameter, String value, String pointer) {
        modify("any", parameter, value);
        assertThat(describe("any").at(pointer).asText()).isEqualTo(value);
        assertThat(describe("any").at("/Features/CpuOnlineUpgrade").asText()).isEqualTo("supported");
    }

    @ParameterizedTest
    @CsvSource({"ImageName, found-by-name", "ImageFamily, found-by-family"})
    void filterFindsImageByNewValue(String parameter, String value) {
        assertThat(server.describe(parameter, value).path("TotalCount").asInt()).isZero();
        modify("extended", parameter, value);
        assertThat(server.describe(parameter, value)
                        .at("/Images/Image/0/ImageId")
                        .asText())
                .isEqualTo("extended");
        assertThat(describe("extended").path("FutureField").asText()).isEqualTo("kept");
    }

    @Test
    void absentAndEmptyParametersChangeNothing() {
        var before = describe("unchanged");
        modify("unchanged");
        modify("unchanged", "ImageName", "", "Description", "", "ImageFamily", "", "Status", "", "BootMode", "");
        assertThat(describe("unchanged")).isEqualTo(before);
    }

    @Test
    void nameIsUniqueAmongOwnImagesOfRegion() {
        refuse(ApiError.INVALID_IMAGE_NAME_DUPLICATED, "first", "ImageName", "second");
        assertThat(describe("first").path("ImageName").asText()).isEqualTo("first");
        modify("first", "ImageName", "first");
        modify("first", "ImageName", "north");
        modify("first", "ImageName", "theirs");
        modify("first", "ImageName", "Second");
    }

    @ParameterizedTest
    @CsvSource({"BIOS, false", "UEFI-Preferred, false", "UEFI, true"})
    void armImageSupportsUefiOnly(String bootMode, boolean supported) {
        if (supported) {
            modify("arm", "BootMode", bootMode);
        } else {
            refuse(ApiError.INVALID_BOOT_MODE_ARCHITECTURE, "arm", "BootMode", bootMode);
        }
    }

    @Test
    void bootModeOfImageOfInstancesStays() {
        refuse(ApiError.OPERATION_DEINED_IMAGE_USING_BY_INSTANCE, "used", "BootMode", "UEFI");
        modify("used", "BootMode", "BIOS", "Description", "of instances");
        assertThat(describe("used").path("Description").asText()).isEqualTo("of instances");
    }

    @Test
    void metadataServiceDoesNotReturnToVersion1() {
        refuse(ApiError.INVALID_OPERATION_FEATURES_IMDS_SUPPORT_NOT_MATCH, "hardened", "Features.ImdsSupport", "v1");
        modify("hardened", "Features.ImdsSupport", "v2");
    }

    @Test
    void deprecatedImageIsDeprecatedUntilItIsRestored() {
        refuse(ApiError.IMAGE_STATUS_NOT_DEPRECATED, "status", "Status", "Available");
        modify("status", "Status", "Deprecated");
        assertThat(server.describe("ImageId", "status").path("TotalCount").asInt())
                .isZero();
        assertThat(server.describe("ImageId", "status", "Status", "Deprecated")
                        .path("TotalCount")
                        .asInt())
                .isEqualTo(1);
        assertThat(describe("status").path("Status").asText()).isEqualTo("Deprecated");
        refuse(ApiError.IMAGE_STATUS_NOT_AVAILABLE, "status", "Status", "Deprecated");
        modify("status", "Status", "Available");
        assertThat(server.describe("ImageId", "status").path("TotalCount").asInt())
                .isEqualTo(1);
    }

    @Test
    void sharedImageCannotBeDeprecated() {
        server.succeed("ModifyImageSharePermission", "ImageId", "shared", "AddAccount.1", "2");
        refuse(ApiError.MODIFY_IMAGE_ATTRIBUTE_IMAGE_USE_SHARED, "shared", "Status", "Deprecated");
    }

    @ParameterizedTest
    @CsvSource({
        "failed, Status, Deprecated, IMAGE_STATUS_NOT_AVAILABLE",
        "failed, Status, Available, IMAGE_STATUS_NOT_DEPRECATED",
        "creating, Description, changed, INVALID_STATUS_IMAGE_IS_CREATING",
        "waiting, ImageName, changed, INVALID_STATUS_IMAGE_IS_CREATING",
        "creating, '', '', INVALID_STATUS_IMAGE_IS_CREATING",
        "theirs, Description, changed, INVALID_IMAGE_ID_NOT_FOUND",
        "north, Description, changed, INVALID_IMAGE_ID_NOT_FOUND",
        "nothing, Description, changed, INVALID_IMAGE_ID_NOT_FOUND"
    })
    void refusesImagesInOtherStatusAndOfOthers(String imageId, String parameter, String value, ApiError error) {
        refuse(error, imageId, parameter, value);
    }

    @Test
    void refusedRequestAndDryRunChangeNothing() {
        var before = describe("failed");
        refuse(ApiError.IMAGE_STATUS_NOT_AVAILABLE, "failed", "Description", "changed", "Status", "Deprecated");
        refuse(ApiError.DRY_RUN_OPERATION, "failed", "Description", "changed", "DryRun", "true");
        assertThat(describe("failed")).isEqualTo(before);
        modify("failed", "Description", "changed", "DryRun", "false");
        assertThat(describe("failed").path("Description").asText()).isEqualTo("changed");
    }
}
