package io.ecsimages.server.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The sample catalogue resembles responses of the real service. */
@Tag("extended")
@ServerTest
class SampleCatalogueTest {

    /** The image of the samples of 2015 and 2018, which shows a disk. */
    private static final String OLDEST = "suse11sp3_64_20G_aliaegis_20150428.vhd";

    private static final List<String> REGIONS = List.of(
            "cn-hangzhou",
            "cn-beijing",
            "cn-shanghai",
            "cn-shenzhen",
            "cn-hongkong",
            "ap-northeast-1",
            "ap-southeast-1",
            "eu-central-1",
            "us-east-1",
            "us-west-1");

    private static TestServer server;
    private static final List<JsonNode> IMAGES = new ArrayList<>();

    @BeforeAll
    static void start(TestServer started) {
        server = started.loadSample();
        for (String region : REGIONS) {
            images("RegionId", region, "Status", "ALL").forEach(IMAGES::add);
            images("RegionId", region, "Status", "ALL", "ImageOwnerAlias", "marketplace")
                    .forEach(IMAGES::add);
            images("RegionId", region, "Status", "ALL", "ImageOwnerAlias", "others", "IsPublic", "true")
                    .forEach(IMAGES::add);
        }
    }

    private static Stream<JsonNode> images(String... parameters) {
        var all = Stream.concat(Stream.of(parameters), Stream.of("PageSize", TestServer.MAXIMUM_PAGE_SIZE))
                .toArray(String[]::new);
        var response = server.describe(all);
        assertThat(response.has("TotalCount")).as(response.toString()).isTrue();
        return StreamSupport.stream(response.at("/Images/Image").spliterator(), false);
    }

    private static List<JsonNode> from(String alias) {
        return IMAGES.stream()
                .filter(image -> image.path("ImageOwnerAlias").asText().equals(alias))
                .toList();
    }

    @Test
    void hasImagesOfEverySourceInTenRegions() {
        assertThat(IMAGES).hasSizeGreaterThanOrEqualTo(200);
        assertThat(from("marketplace"))
                .isNotEmpty()
                .noneMatch(image -> image.path("ProductCode").asText().isEmpty());
        var others = from("others");
        assertThat(others).anyMatch(image -> image.path("IsPublic").asBoolean());
        assertThat(others).anyMatch(image -> !image.path("IsPublic").asBoolean());
        assertThat(from("self")).isNotEmpty();
    }

    @Test
    void hasEveryStatusArchitectureAndBootMode() {
        assertThat(values("Status"))
                .contains("Available", "Creating", "Waiting", "UnAvailable", "CreateFailed", "Deprecated");
        assertThat(values("Architecture")).contains("x86_64", "arm64", "i386");
        assertThat(values("BootMode")).contains("BIOS", "UEFI", "UEFI-Preferred");
        assertThat(values("OSType")).contains("linux", "windows");
    }

    private static List<String> values(String field) {
        return IMAGES.stream()
                .map(image -> image.path(field).asText())
                .distinct()
                .toList();
    }

    @Test
    void publicImagesHaveNoDisksAndNoOwner() {
        var images = from("system");
        assertThat(images.stream().map(image -> image.path("ImageId").asText()).collect(Collectors.toSet()))
                .contains(OLDEST, "ubuntu_24_04_x64_20G_alibase_20260810.vhd");
        assertThat(images).allMatch(image -> image.path("IsPublic").asBoolean());
        assertThat(images).noneMatch(image -> image.has("ImageOwnerId"));
        assertThat(images)
                .filteredOn(image -> !image.path("ImageId").asText().equals(OLDEST))
                .allMatch(image -> image.at("/DiskDeviceMappings/DiskDeviceMapping")
                                .isArray()
                        && image.at("/DiskDeviceMappings/DiskDeviceMapping").isEmpty());
    }

    @Test
    void publicImagesBelongToFamilies() {
        for (String region : REGIONS) {
            var ubuntu = images("RegionId", region, "ImageFamily", "acs:ubuntu_22_04_x64")
                    .toList();
            assertThat(ubuntu.get(0).path("ImageId").asText()).isEqualTo("ubuntu_22_04_x64_20G_alibase_20240926.vhd");
            var windows = images("RegionId", region, "OSType", "windows", "ImageName", "win2025_*en-us*")
                    .findFirst()
                    .orElseThrow();
            assertThat(windows.at("/Features/NvmeSupport").asText()).isEqualTo("supported");
            assertThat(windows.at("/Features/ImdsSupport").asText()).isEqualTo("v2");
        }
    }

    @Test
    void theRequestOfTheReadmeFindsTwoImages() {
        var response = server.describe("ImageName", "web-prod-*", "PageSize", "1");
        assertThat(response.path("TotalCount").asInt()).isEqualTo(2);
        assertThat(response.at("/Images/Image/0/ImageId").asText()).isEqualTo("m-bp1rnmk3t80lqdubjvfd");
    }
}
