package io.ecsimages.server.transfer;

import static io.ecsimages.server.TestImages.disks;
import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static io.ecsimages.server.TestImages.tags;
import static io.ecsimages.server.transfer.TestCatalogue.OWNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ecsimages.server.TestServer;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The accepted forms of a dump, and the effect of an import on the images. */
class ImportTest {

    @RegisterExtension
    private static TestCatalogue catalogue = new TestCatalogue();

    private static List<String> ids(String... parameters) {
        return TestCatalogue.ids(catalogue.describe(OWNER, parameters));
    }

    private static String dumpOf(String imageId) {
        return dump("cn-hangzhou", image(imageId));
    }

    @Test
    void importsOneResponse() {
        assertThat(catalogue.importDump(dump("cn-hangzhou", image("m-1"), image("m-2"))))
                .isEqualTo(new Importer.Summary(2, 0));
        assertThat(ids()).containsExactly("m-1", "m-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[%s,%s]", "[%s,\n\n%s]\n", "%s\n%s\n", "%s%s", "\n%s\n\n  %s", "[%s]\n[%s]", "[%s]%s"})
    void importsResponsesInArrayOrSequence(String form) {
        assertThat(catalogue.importDump(form.formatted(dumpOf("m-1"), dumpOf("m-2"))))
                .isEqualTo(new Importer.Summary(2, 0));
        assertThat(ids()).containsExactly("m-1", "m-2");
    }

    @Test
    void eachResponseHasItsOwnRegion() {
        catalogue.importDump(
                dumpOf("m-1") + "\n" + dump("cn-beijing", image("m-1"), image("m-2")) + "\n" + dumpOf("m-3"));
        assertThat(ids()).containsExactly("m-1", "m-3");
        assertThat(ids("RegionId", "cn-beijing")).containsExactly("m-1", "m-2");
        assertThat(catalogue.size()).isEqualTo(4);
    }

    @Test
    void regionIdMayFollowImages() {
        catalogue.importDump("""
                {"Images":{"Image":[
                  {"ImageId":"m-1","ImageOwnerAlias":"self","CreationTime":"2024-01-01T00:00:00Z"}]},
                 "RegionId":"cn-beijing"}
                {"Images":{"Image":[
                  {"ImageId":"m-2","ImageOwnerAlias":"self","CreationTime":"2024-01-01T00:00:00Z"}]},
                 "RegionId":"cn-hangzhou"}
                """);
        assertThat(ids("RegionId", "cn-beijing")).containsExactly("m-1");
        assertThat(ids()).containsExactly("m-2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"Region\":\"x\"", "\"RegionId\":\"\"", "\"RegionId\":null", "\"RegionId\":\"cn-hangzhou\""})
    void regionAppliesToResponseWithoutOtherRegionId(String region) {
        var dump = dumpOf("m-1").replace("\"RegionId\":\"cn-hangzhou\"", region);
        catalogue.importDump(dump.getBytes(StandardCharsets.UTF_8), "cn-hangzhou", OWNER);
        assertThat(ids()).containsExactly("m-1");
    }

    @Test
    void rejectsResponseOfOtherRegion() {
        var dump = (dumpOf("m-1") + "\n" + dump("cn-beijing", image("m-2"))).getBytes(StandardCharsets.UTF_8);
        var error = assertThatExceptionOfType(ImportException.class)
                .isThrownBy(() -> catalogue.importDump(dump, "cn-hangzhou", OWNER))
                .actual();
        assertThat(error.getMessage())
                .isEqualTo("dump.json, line 2: the response is for cn-beijing, not for cn-hangzhou");
        assertThat(catalogue.size()).isZero();
    }

    @Test
    void importsSampleOfApiPageAfterAddingMissingComma() throws IOException {
        var sample = RecordedResponsesTest.read("vendors-page.json");
        var published = sample.replace("  },\n  \"PageNumber\"", "  }\n  \"PageNumber\"");
        var line = sample.lines().toList().indexOf("  \"PageNumber\": 1,") + 1;
        assertThat(catalogue.importError(published)).startsWith("dump.json, line " + line + ", ");
        assertThat(catalogue.size()).isZero();

        catalogue.importDump(sample);
        var response = catalogue.describe(OWNER);
        assertThat(response.path("TotalCount").asInt()).isEqualTo(1);
        var image = TestCatalogue.images(response).path(0);
        assertThat(image.path("ImageId").asText()).isEqualTo("suse11sp3_64_20G_aliaegis_20150428.vhd");
        assertThat(image.path("OSName").asText()).isEqualTo("SUSE Linux  Enterprise Server 11 SP3 64位");
        assertThat(image.path("CreationTime").asText()).isEqualTo("2015-05-06T09:01:32Z");
        assertThat(image.at("/DiskDeviceMappings/DiskDeviceMapping/0/Size").textValue())
                .isEqualTo("20");
        assertThat(image.path("Size").intValue()).isEqualTo(20);
        // Fields that the sample lacks and every response has.
        assertThat(image.path("ProductCode").textValue()).isEmpty();
        assertThat(image.at("/DiskDeviceMappings/DiskDeviceMapping/0/SnapshotId")
                        .textValue())
                .isEmpty();
        assertThat(image.path("Tags").toString()).isEqualTo("{\"Tag\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void acceptsByteOrderMark(String charset) {
        var dump = "\uFEFF" + dump("cn-hangzhou", image("m-1", "ImageName", "网站"));
        catalogue.importDump(dump.getBytes(Charset.forName(charset)), null, OWNER);
        assertThat(ids("ImageName", "网站")).containsExactly("m-1");
    }

    @Test
    void importsDumpOfSeveralBatches() {
        var images = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < 1234; i++) {
            images.add(image("m-%04d".formatted(i), "Tags", tags("n", "" + i), "DiskDeviceMappings", disks("s-" + i)));
        }
        assertThat(catalogue.importDump(dump("cn-hangzhou", images))).isEqualTo(new Importer.Summary(1234, 0));
        assertThat(catalogue.describe(OWNER).path("TotalCount").asInt()).isEqualTo(1234);
        for (int i : new int[] {0, 499, 500, 999, 1000, 1233}) {
            assertThat(ids("Tag.1.Key", "n", "Tag.1.Value", "" + i)).containsExactly("m-%04d".formatted(i));
            assertThat(ids("SnapshotId", "s-" + i)).containsExactly("m-%04d".formatted(i));
        }
        assertThat(catalogue.importDump(dump("cn-hangzhou", images))).isEqualTo(new Importer.Summary(0, 1234));
        assertThat(catalogue.size()).isEqualTo(1234);
    }

    @Test
    void secondImportUpdatesImage() {
        catalogue.importDump(dump(
                "cn-hangzhou",
                image(
                        "m-1",
                        "ImageName",
                        "before",
                        "Status",
                        "Creating",
                        "Usage",
                        "none",
                        "Description",
                        "gone",
                        "CreationTime",
                        "2024-01-01T00:00:00Z",
                        "Tags",
                        tags("env", "test", "team", "web"),
                        "DiskDeviceMappings",
                        disks("s-1", "s-2"))));
        var summary = catalogue.importDump(dump(
                "cn-hangzhou",
                image(
                        "m-1",
                        "ImageName",
                        "after",
                        "Status",
                        "Available",
                        "Usage",
                        "instance",
                        "CreationTime",
                        "2024-02-02T00:00:00Z",
                        "Tags",
                        tags("env", "prod"),
                        "DiskDeviceMappings",
                        disks("s-2", "s-3"))));

        assertThat(summary).isEqualTo(new Importer.Summary(0, 1));
        assertThat(catalogue.size()).isEqualTo(1);
        var image = catalogue.image(OWNER, "m-1");
        assertThat(image.path("ImageName").asText()).isEqualTo("after");
        assertThat(image.path("Status").asText()).isEqualTo("Available");
        assertThat(image.path("Description").asText()).isEmpty();
        assertThat(image.path("CreationTime").asText()).isEqualTo("2024-02-02T00:00:00Z");
        assertThat(image.at("/Tags/Tag")).hasSize(1);
        assertThat(image.at("/DiskDeviceMappings/DiskDeviceMapping")).hasSize(2);
    }

    @Test
    void secondImportUpdatesFilteredFields() {
        catalogue.importDump(dump(
                "cn-hangzhou",
                image(
                        "m-1",
                        "ImageName",
                        "before",
                        "Status",
                        "Creating",
                        "Usage",
                        "none",
                        "Tags",
                        tags("env", "test", "team", "web"),
                        "DiskDeviceMappings",
                        disks("s-1", "s-2"))));
        catalogue.importDump(dump(
                "cn-hangzhou",
                image(
                        "m-1",
                        "ImageName",
                        "after",
                        "Status",
                        "Available",
                        "Usage",
                        "instance",
                        "Tags",
                        tags("env", "prod"),
                        "DiskDeviceMappings",
                        disks("s-2", "s-3"))));

        for (String[] found : new String[][] {
            {"ImageName", "after"}, {"Status", "Available"}, {"Usage", "instance"},
            {"Tag.1.Key", "env", "Tag.1.Value", "prod"}, {"SnapshotId", "s-2"}, {"SnapshotId", "s-3"}
        }) {
            assertThat(ids(found)).as(String.join("=", found)).containsExactly("m-1");
        }
        for (String[] gone : new String[][] {
            {"ImageName", "before"}, {"Status", "Creating"}, {"Usage", "none"},
            {"Tag.1.Key", "env", "Tag.1.Value", "test"}, {"Tag.1.Key", "team"}, {"SnapshotId", "s-1"}
        }) {
            assertThat(ids(gone)).as(String.join("=", gone)).isEmpty();
        }
    }

    @Test
    void importKeepsImagesMissingFromLaterDump() {
        catalogue.importDump(dump("cn-hangzhou", image("m-1"), image("m-2")));
        assertThat(catalogue.importDump(dump("cn-hangzhou", image("m-2"), image("m-3"))))
                .isEqualTo(new Importer.Summary(1, 1));
        assertThat(ids()).containsExactly("m-1", "m-2", "m-3");
    }

    @Test
    void lastDuplicateInDumpTakesPrecedence() {
        var summary = catalogue.importDump(
                dump("cn-hangzhou", image("m-1", "ImageName", "a"), image("m-2"), image("m-1", "ImageName", "b")));
        assertThat(summary).isEqualTo(new Importer.Summary(2, 1));
        assertThat(catalogue.image(OWNER, "m-1").path("ImageName").asText()).isEqualTo("b");
        assertThat(catalogue.size()).isEqualTo(2);
    }

    @Test
    void omitsNullsFromResponses() {
        catalogue.importDump("""
                {"RequestId": null, "RegionId": "cn-hangzhou", "NextToken": null, "Images": {"Image": [
                  {"ImageId": "m-1", "ImageOwnerAlias": "self", "CreationTime": "2024-01-01T00:00:00Z",
                   "ImageName": null, "Size": null, "OSNameEn": null, "ImageOwnerId": null, "Features": null,
                   "DetectionOptions": {"Status": null, "Items": null}, "Unknown": null,
                   "DiskDeviceMappings": {"DiskDeviceMapping": [{"Device": null, "Size": "20", "Type": null}, null]},
                   "Tags": {"Tag": [{"TagKey": "env", "TagValue": null}]}}]}}
                """);
        assertThat(catalogue.image(OWNER, "m-1").path("ImageName").textValue()).isEmpty();
        assertThat(catalogue.image(OWNER, "m-1").at("/DiskDeviceMappings/DiskDeviceMapping"))
                .hasSize(1);
        for (String format : List.of("JSON", "XML")) {
            var body = catalogue
                    .server()
                    .get(TestServer.parameters("Format", format))
                    .body();
            assertThat(body).contains("m-1");
            assertThat(body).doesNotContain("null");
            assertThat(body).doesNotContain("OSNameEn");
        }
        assertThat(ids("Tag.1.Key", "env", "Tag.1.Value", "")).containsExactly("m-1");
    }

    @Test
    void addsSecondsToCreationTime() {
        catalogue.importDump(dump(
                "cn-hangzhou",
                image("m-minute", "CreationTime", "2024-01-01T10:30Z"),
                image("m-second", "CreationTime", "2024-01-01T10:30:01Z")));
        assertThat(catalogue.image(OWNER, "m-minute").path("CreationTime").asText())
                .isEqualTo("2024-01-01T10:30:00Z");
        assertThat(catalogue.image(OWNER, "m-second").path("CreationTime").asText())
                .isEqualTo("2024-01-01T10:30:01Z");
        assertThat(ids()).containsExactly("m-second", "m-minute");
    }

    @Test
    void acceptsUnknownFields() {
        catalogue.importDump("""
                {"RegionId": "cn-hangzhou", "Later": {"a": [1, {"Images": 5}]}, "Images": {"More": [{}], "Image": [
                  {"ImageId": "m-1", "ImageOwnerAlias": "self", "CreationTime": "2024-01-01T00:00:00Z",
                   "Later": {"ImageId": "m-2"}, "Features": {"NvmeSupport": "supported", "Later": true},
                   "Tags": {"Tag": [{"TagKey": "env", "TagValue": "prod", "Later": 1}], "Later": []}}]}}
                """);
        var image = catalogue.image(OWNER, "m-1");
        assertThat(image.at("/Features/NvmeSupport").asText()).isEqualTo("supported");
        assertThat(image.at("/Tags/Tag/0/TagValue").asText()).isEqualTo("prod");
        assertThat(ids()).containsExactly("m-1");
    }

    @Test
    void returnsEveryFieldUnchanged() throws Exception {
        var image = (JsonNode) new ObjectMapper().readTree("""
                {"ImageId": "m-1", "ImageName": "网站 & <web>", "ImageOwnerAlias": "self", "ImageVersion": "1.0",
                 "Description": "line\\nline", "Architecture": "arm64", "OSName": "Debian 12 64位",
                 "OSNameEn": "Debian 12 64 bit", "OSType": "linux", "Platform": "Debian", "Size": 40,
                 "Status": "UnAvailable", "Progress": "50%", "Usage": "instance",
                 "CreationTime": "2024-01-01T00:00:00Z", "IsCopied": true, "IsSubscribed": false,
                 "IsSelfShared": "True", "IsPublic": false,
                 "IsSupportIoOptimized": true, "IsSupportCloudinit": false, "LoginAsNonRootSupported": true,
                 "ImageOwnerId": 1000000000000001, "ImageFamily": "web", "ResourceGroupId": "rg-1", "ProductCode": "p",
                 "SupplierName": "示例", "BootMode": "UEFI", "LicenseType": "Auto", "Usable": true,
                 "Features": {"NvmeSupport": "supported", "ImdsSupport": "v2", "CpuOnlineUpgrade": "supported",
                   "CpuOnlineDowngrade": "unsupported", "MemoryOnlineUpgrade": "supported",
                   "MemoryOnlineDowngrade": "unsupported"},
                 "SecureBootOptions": {"SecureBootSupport": "supported"},
                 "DetectionOptions": {"Status": "Finished", "Items": {"Item": [
                   {"Name": "GuestOS", "Value": "Installed", "RiskLevel": "High", "RiskCode": "GuestOS.No"}]}},
                 "DiskDeviceMappings": {"DiskDeviceMapping": [
                   {"Device": "/dev/xvda", "Size": "40", "SnapshotId": "s-1", "Type": "system", "Format": "RAW",
                    "ImportOSSBucket": "b", "ImportOSSObject": "o", "Progress": "32%", "RemainTime": 9,
                    "Encrypted": true}]},
                 "Tags": {"Tag": [{"TagKey": "环境", "TagValue": ""}]}}
                """);
        catalogue.importDump("{\"RegionId\":\"cn-hangzhou\",\"Images\":{\"Image\":[" + image + "]}}");
        assertThat(catalogue.image(OWNER, "m-1")).isEqualTo(image);
    }

    /** Without the number of its rows, PostgreSQL reads the whole table for each batch of a large dump. */
    @Test
    @EnabledIfSystemProperty(named = "ecs-images.database", matches = "postgresql")
    void countsRowsOfLargeDump() {
        var images = IntStream.range(0, 2000).mapToObj(i -> image("m-" + i)).toList();
        catalogue.importDump(dump("cn-hangzhou", images));
        long rows = catalogue.server().transactions().executeRead(status -> {
            try (var statement = status.getConnection().createStatement();
                    var row = statement.executeQuery("SELECT reltuples FROM pg_class WHERE relname = 'image'")) {
                assertThat(row.next()).isTrue();
                return row.getLong(1);
            }
        });
        assertThat(rows).isEqualTo(2000);
    }
}
