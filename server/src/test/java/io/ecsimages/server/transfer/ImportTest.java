package io.ecsimages.server.transfer;

import static io.ecsimages.server.Dumps.answer;
import static io.ecsimages.server.Dumps.disks;
import static io.ecsimages.server.Dumps.image;
import static io.ecsimages.server.Dumps.tags;
import static io.ecsimages.server.transfer.Catalogue.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ecsimages.server.RunningServer;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is imported is answered: every shape of a dump, and what becomes of its images. */
class ImportTest {

    @RegisterExtension
    private static Catalogue catalogue = new Catalogue();

    private static List<String> ids(String... parameters) {
        return Catalogue.ids(catalogue.seenBy(OWNER, parameters));
    }

    private static String only(String imageId) {
        return answer("cn-hangzhou", image(imageId));
    }

    @Test
    void oneAnswerIsTaken() {
        assertEquals(new Importer.Summary(2, 0), catalogue.take(answer("cn-hangzhou", image("m-1"), image("m-2"))));
        assertEquals(List.of("m-1", "m-2"), ids());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[%s,%s]", "[%s,\n\n%s]\n", "%s\n%s\n", "%s%s", "\n%s\n\n  %s", "[%s]\n[%s]", "[%s]%s"})
    void severalAnswersAreTakenInAnArrayOrOneAfterAnother(String form) {
        assertEquals(new Importer.Summary(2, 0), catalogue.take(form.formatted(only("m-1"), only("m-2"))));
        assertEquals(List.of("m-1", "m-2"), ids());
    }

    @Test
    void eachAnswerIsOfItsOwnRegion() {
        catalogue.take(only("m-1") + "\n" + answer("cn-beijing", image("m-1"), image("m-2")) + "\n" + only("m-3"));
        assertEquals(List.of("m-1", "m-3"), ids());
        assertEquals(List.of("m-1", "m-2"), ids("RegionId", "cn-beijing"));
        assertEquals(4, catalogue.size());
    }

    @Test
    void theRegionMayStandBehindTheImages() {
        catalogue.take("""
                {"Images":{"Image":[
                  {"ImageId":"m-1","ImageOwnerAlias":"self","CreationTime":"2024-01-01T00:00:00Z"}]},
                 "RegionId":"cn-beijing"}
                {"Images":{"Image":[
                  {"ImageId":"m-2","ImageOwnerAlias":"self","CreationTime":"2024-01-01T00:00:00Z"}]},
                 "RegionId":"cn-hangzhou"}
                """);
        assertEquals(List.of("m-1"), ids("RegionId", "cn-beijing"));
        assertEquals(List.of("m-2"), ids());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"Region\":\"x\"", "\"RegionId\":\"\"", "\"RegionId\":null", "\"RegionId\":\"cn-hangzhou\""})
    void theRegionIsGivenWhereTheAnswerNamesNoneOrTheSame(String region) {
        var dump = only("m-1").replace("\"RegionId\":\"cn-hangzhou\"", region);
        catalogue.take(dump.getBytes(StandardCharsets.UTF_8), "cn-hangzhou", OWNER);
        assertEquals(List.of("m-1"), ids());
    }

    @Test
    void aRegionOtherThanTheGivenOneIsRefused() {
        var dump = (only("m-1") + "\n" + answer("cn-beijing", image("m-2"))).getBytes(StandardCharsets.UTF_8);
        var refused = assertThrows(ImportException.class, () -> catalogue.take(dump, "cn-hangzhou", OWNER));
        assertEquals("dump.json, line 2: the answer is of cn-beijing, not of cn-hangzhou", refused.getMessage());
        assertEquals(0, catalogue.size());
    }

    @Test
    void theVendorsSampleIsRefusedForItsCommaAndTakenWithIt() throws IOException {
        var sample = RecordedResponsesTest.text("vendors-page.json");
        var asItStandsThere = sample.replace("  },\n  \"PageNumber\"", "  }\n  \"PageNumber\"");
        var line = sample.lines().toList().indexOf("  \"PageNumber\": 1,") + 1;
        assertTrue(catalogue.refusal(asItStandsThere).startsWith("dump.json, line " + line + ", "));
        assertEquals(0, catalogue.size());

        catalogue.take(sample);
        var answer = catalogue.seenBy(OWNER);
        assertEquals(1, answer.path("TotalCount").asInt());
        var image = Catalogue.images(answer).path(0);
        assertEquals(
                "suse11sp3_64_20G_aliaegis_20150428.vhd", image.path("ImageId").asText());
        assertEquals(
                "SUSE Linux  Enterprise Server 11 SP3 64位", image.path("OSName").asText());
        assertEquals("2015-05-06T09:01:32Z", image.path("CreationTime").asText());
        assertEquals(
                "20", image.at("/DiskDeviceMappings/DiskDeviceMapping/0/Size").textValue());
        assertEquals(20, image.path("Size").intValue());
        // What the sample lacks, and every answer has.
        assertEquals("", image.path("ProductCode").textValue());
        assertEquals(
                "",
                image.at("/DiskDeviceMappings/DiskDeviceMapping/0/SnapshotId").textValue());
        assertEquals("{\"Tag\":[]}", image.path("Tags").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void aDumpMayBeginWithAByteOrderMark(String charset) {
        var dump = "\uFEFF" + answer("cn-hangzhou", image("m-1", "ImageName", "网站"));
        catalogue.take(dump.getBytes(Charset.forName(charset)), null, OWNER);
        assertEquals(List.of("m-1"), ids("ImageName", "网站"));
    }

    @Test
    void aLongDumpIsTakenWhole() {
        var images = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < 1234; i++) {
            images.add(image("m-%04d".formatted(i), "Tags", tags("n", "" + i), "DiskDeviceMappings", disks("s-" + i)));
        }
        assertEquals(new Importer.Summary(1234, 0), catalogue.take(answer("cn-hangzhou", images)));
        assertEquals(1234, catalogue.seenBy(OWNER).path("TotalCount").asInt());
        for (int i : new int[] {0, 499, 500, 999, 1000, 1233}) {
            assertEquals(List.of("m-%04d".formatted(i)), ids("Tag.1.Key", "n", "Tag.1.Value", "" + i));
            assertEquals(List.of("m-%04d".formatted(i)), ids("SnapshotId", "s-" + i));
        }
        assertEquals(new Importer.Summary(0, 1234), catalogue.take(answer("cn-hangzhou", images)));
        assertEquals(1234, catalogue.size());
    }

    @Test
    void importingAgainBringsAnImageUpToDate() {
        catalogue.take(answer(
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
        var summary = catalogue.take(answer(
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

        assertEquals(new Importer.Summary(0, 1), summary);
        assertEquals(1, catalogue.size());
        var image = catalogue.image(OWNER, "m-1");
        assertEquals("after", image.path("ImageName").asText());
        assertEquals("Available", image.path("Status").asText());
        assertEquals("", image.path("Description").asText());
        assertEquals("2024-02-02T00:00:00Z", image.path("CreationTime").asText());
        assertEquals(1, image.at("/Tags/Tag").size());
        assertEquals(2, image.at("/DiskDeviceMappings/DiskDeviceMapping").size());
    }

    @Test
    void importingAgainChangesWhatAnImageIsFoundBy() {
        catalogue.take(answer(
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
        catalogue.take(answer(
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
            assertEquals(List.of("m-1"), ids(found), String.join("=", found));
        }
        for (String[] gone : new String[][] {
            {"ImageName", "before"}, {"Status", "Creating"}, {"Usage", "none"},
            {"Tag.1.Key", "env", "Tag.1.Value", "test"}, {"Tag.1.Key", "team"}, {"SnapshotId", "s-1"}
        }) {
            assertEquals(List.of(), ids(gone), String.join("=", gone));
        }
    }

    @Test
    void anImageThatALaterDumpDoesNotHaveStays() {
        catalogue.take(answer("cn-hangzhou", image("m-1"), image("m-2")));
        assertEquals(new Importer.Summary(1, 1), catalogue.take(answer("cn-hangzhou", image("m-2"), image("m-3"))));
        assertEquals(List.of("m-1", "m-2", "m-3"), ids());
    }

    @Test
    void anImageThatStandsTwiceInADumpIsTheLaterOne() {
        var summary = catalogue.take(
                answer("cn-hangzhou", image("m-1", "ImageName", "a"), image("m-2"), image("m-1", "ImageName", "b")));
        assertEquals(new Importer.Summary(2, 1), summary);
        assertEquals("b", catalogue.image(OWNER, "m-1").path("ImageName").asText());
        assertEquals(2, catalogue.size());
    }

    @Test
    void nullsNeverComeOut() {
        catalogue.take("""
                {"RequestId": null, "RegionId": "cn-hangzhou", "NextToken": null, "Images": {"Image": [
                  {"ImageId": "m-1", "ImageOwnerAlias": "self", "CreationTime": "2024-01-01T00:00:00Z",
                   "ImageName": null, "Size": null, "OSNameEn": null, "ImageOwnerId": null, "Features": null,
                   "DetectionOptions": {"Status": null, "Items": null}, "Unknown": null,
                   "DiskDeviceMappings": {"DiskDeviceMapping": [{"Device": null, "Size": "20", "Type": null}, null]},
                   "Tags": {"Tag": [{"TagKey": "env", "TagValue": null}]}}]}}
                """);
        assertEquals("", catalogue.image(OWNER, "m-1").path("ImageName").textValue());
        assertEquals(
                1,
                catalogue
                        .image(OWNER, "m-1")
                        .at("/DiskDeviceMappings/DiskDeviceMapping")
                        .size());
        for (String format : List.of("JSON", "XML")) {
            var body = catalogue
                    .server()
                    .get(RunningServer.parameters("Format", format))
                    .body();
            assertTrue(body.contains("m-1"), body);
            assertFalse(body.contains("null"), body);
            assertFalse(body.contains("OSNameEn"), body);
        }
        assertEquals(List.of("m-1"), ids("Tag.1.Key", "env", "Tag.1.Value", ""));
    }

    @Test
    void aTimeWithoutSecondsComesOutWithThem() {
        catalogue.take(answer(
                "cn-hangzhou",
                image("m-minute", "CreationTime", "2024-01-01T10:30Z"),
                image("m-second", "CreationTime", "2024-01-01T10:30:01Z")));
        assertEquals(
                "2024-01-01T10:30:00Z",
                catalogue.image(OWNER, "m-minute").path("CreationTime").asText());
        assertEquals(
                "2024-01-01T10:30:01Z",
                catalogue.image(OWNER, "m-second").path("CreationTime").asText());
        assertEquals(List.of("m-second", "m-minute"), ids());
    }

    @Test
    void membersThatTheContractDoesNotKnowAreNoObstacle() {
        catalogue.take("""
                {"RegionId": "cn-hangzhou", "Later": {"a": [1, {"Images": 5}]}, "Images": {"More": [{}], "Image": [
                  {"ImageId": "m-1", "ImageOwnerAlias": "self", "CreationTime": "2024-01-01T00:00:00Z",
                   "Later": {"ImageId": "m-2"}, "Features": {"NvmeSupport": "supported", "Later": true},
                   "Tags": {"Tag": [{"TagKey": "env", "TagValue": "prod", "Later": 1}], "Later": []}}]}}
                """);
        var image = catalogue.image(OWNER, "m-1");
        assertEquals("supported", image.at("/Features/NvmeSupport").asText());
        assertEquals("prod", image.at("/Tags/Tag/0/TagValue").asText());
        assertEquals(List.of("m-1"), ids());
    }

    @Test
    void everyMemberOfTheContractComesOutAsItWentIn() throws Exception {
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
        catalogue.take("{\"RegionId\":\"cn-hangzhou\",\"Images\":{\"Image\":[" + image + "]}}");
        assertEquals(image, catalogue.image(OWNER, "m-1"));
    }
}
