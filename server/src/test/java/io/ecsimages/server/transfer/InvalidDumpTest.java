package io.ecsimages.server.transfer;

import static io.ecsimages.server.TestImages.disks;
import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static io.ecsimages.server.TestImages.tags;
import static io.ecsimages.server.transfer.TestCatalogue.OWNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An import rejects an invalid file as a whole, and names the file, the location and the reason. */
@Tag("extended")
class InvalidDumpTest {

    @RegisterExtension
    private static TestCatalogue catalogue = new TestCatalogue();

    /** Checks that an import rejects a dump with this message, and stores nothing. */
    private static void assertRejected(String dump, String message) {
        var error = catalogue.importError(dump);
        assertThat(error).startsWith("dump.json");
        assertThat(error).contains(message);
        assertThat(catalogue.size()).isZero();
    }

    static Stream<Arguments> rejectsFileWithoutResponses() {
        return Stream.of(
                arguments("", "dump.json: no DescribeImages response found"),
                arguments(" \n\t\n", "dump.json: no DescribeImages response found"),
                arguments("[]", "dump.json: no DescribeImages response found"),
                arguments("5", "line 1: a DescribeImages response (an object) is expected"),
                arguments("null", "line 1: a DescribeImages response (an object) is expected"),
                arguments("[\n\"x\"]", "line 2, at /0: a DescribeImages response (an object) is expected"),
                arguments("[[]]", "line 1, at /0: a DescribeImages response (an object) is expected"),
                arguments("{}", "line 1: the response has no Images"),
                arguments("{\"RegionId\":\"cn-hangzhou\"}", "line 1: the response has no Images"),
                arguments("<DescribeImagesResponse/>", "line 1: the response has no Images"),
                arguments("{\"RegionId\":\"r\",\n\"Images\":5}", "line 2, at /Images: Images must be an object"),
                arguments("{\"RegionId\":\"r\",\"Images\":null}", "at /Images: Images must be an object"),
                arguments("{\"RegionId\":\"r\",\"Images\":{\"Image\":{}}}", "at /Images/Image: Images.Image must be"),
                arguments("{\"RegionId\":\"r\",\"Images\":{\n\"Image\":[\n5]}}", "line 3, at /Images/Image/0: an"),
                arguments("{\"Images\":{\"Image\":[]}}", "line 1: the response has no RegionId; pass --region"));
    }

    @ParameterizedTest
    @MethodSource
    void rejectsFileWithoutResponses(String dump, String message) {
        assertRejected(dump, message);
    }

    @Test
    void acceptsResponseWithoutImages() {
        var summary = catalogue.importDump("{\"RegionId\":\"cn-hangzhou\",\"Images\":{\"Image\":[]}}");
        assertThat(summary).isEqualTo(new Importer.Summary(0, 0));
    }

    @Test
    void rejectsErrorResponseWithItsCode() {
        var error = "{\"RequestId\":\"A\",\"HostId\":\"B\",\"Code\":\"InvalidUsage\",\"Message\":\"C\"}";
        assertRejected(
                dump("cn-hangzhou", image("m-1")) + "\n" + error, "line 2: the response is an error: InvalidUsage");
    }

    @Test
    void rejectsMalformedJsonWithLineNumber() {
        var good = dump("cn-hangzhou", image("m-1"));
        assertRejected(good + "\n" + good.substring(0, good.length() - 3), "dump.json, line 2, column ");
        assertRejected(good + "\n" + good.replace("\"Images\":", "\"Images\""), "dump.json, line 2, column ");
        assertRejected(good + "\n\n}", "dump.json, line 3, column 1: ");
        assertRejected(good + "\n" + good.replace("m-1", "m\n1"), "dump.json, line 2, column ");
    }

    @Test
    void rejectsDuplicateFieldWithLineNumber() {
        var field = "\"ImageId\":\"m-1\"";
        var good = dump("cn-hangzhou", image("m-1"));
        assertRejected(
                good.replace(field, field + ",\n" + field), "dump.json, line 2, column 10: Duplicate field 'ImageId'");
        assertRejected("{\"RegionId\":\"a\",\n\"RegionId\":\"a\",\"Images\":{}}", "line 2, column 11: Duplicate");
    }

    @Test
    void rejectsInvalidUtf8WithLineNumber() {
        var latin1 = (dump("cn-hangzhou", image("m-1")) + "\n" + dump("cn-hangzhou", image("m-\u00e9")))
                .getBytes(StandardCharsets.ISO_8859_1);
        var error = assertThatExceptionOfType(ImportException.class)
                .isThrownBy(() -> catalogue.importDump(latin1, null, OWNER))
                .actual();
        assertThat(error.getMessage()).startsWith("dump.json, line 2, column ");
        assertThat(catalogue.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ImageId         |                           | /ImageId: must not be null
            ImageId         | ''                        | /ImageId: size must be between 1 and 128
            ImageOwnerAlias |                           | ImageOwnerAlias has a value that the API does not define
            ImageOwnerAlias | vendor                    | ImageOwnerAlias has a value that the API does not define: vendor
            ImageOwnerAlias | Self                      | ImageOwnerAlias has a value that the API does not define: Self
            Status          | Ready                     | Status has a value that the API does not define: Ready
            Status          | available                 | Status has a value that the API does not define: available
            Status          | ALL                       | Status of an image must not be ALL
            Usage           | any                       | Usage has a value that the API does not define: any
            CreationTime    |                           | /CreationTime: must not be null
            CreationTime    | yesterday                 | /CreationTime: must match
            CreationTime    | 2024-01-01T00:00:00+08:00 | /CreationTime: must match
            CreationTime    | 2024-01-01 00:00:00       | /CreationTime: must match
            CreationTime    | 2024-02-30T00:00:00Z      | CreationTime is not a valid time: 2024-02-30T00:00:00Z
            CreationTime    | 2024-01-01T24:00:00Z      | CreationTime is not a valid time: 2024-01-01T24:00:00Z
            Size            | big                       | /Size: a whole number is expected, not "big"
            ImageOwnerId    | -1                        | /ImageOwnerId: must be greater than or equal to 1
            """)
    void rejectsInvalidValueWithPath(String field, String value, String message) {
        var dump = dump("cn-hangzhou", image("m-1"), image("m-2", field, value));
        assertRejected(dump, "dump.json, line 1, at /Images/Image/1");
        assertRejected(dump, message);
    }

    static Stream<Arguments> rejectsInvalidStructureWithPath() {
        return Stream.of(
                arguments("Tags", 5, "/Tags: an object is expected, not 5"),
                arguments("Tags", Map.of("Tag", "env"), "/Tags/Tag: a list is expected, not \"env\""),
                arguments("Tags", Map.of("Tag", List.of("env")), "/Tags/Tag/0: an object is expected"),
                arguments(
                        "Tags",
                        Map.of("Tag", List.of(Map.of("TagValue", "v"))),
                        "/Tags/Tag/0/TagKey: must not be null"),
                arguments("Tags", tags("", "v"), "/Tags/Tag/0/TagKey: size must be between 1 and 128"),
                arguments("Tags", tags("k".repeat(129), "v"), "/Tags/Tag/0/TagKey: size must be between 1 and 128"),
                arguments("Tags", tags("k", "v".repeat(257)), "/Tags/Tag/0/TagValue: size must be between 0 and 256"),
                arguments(
                        "DiskDeviceMappings",
                        disks("s".repeat(65)),
                        "/DiskDeviceMappings/DiskDeviceMapping/0/SnapshotId: size must be between 0 and 64"),
                arguments("ImageName", Map.of("zh", "x"), "/ImageName: a string is expected, not {\"zh\":\"x\"}"),
                arguments("ImageName", "x".repeat(513), "/ImageName: size must be between 0 and 512"),
                arguments("ImageId", "x".repeat(129), "/ImageId: size must be between 1 and 128"),
                arguments("Size", -1, "/Size: must be greater than or equal to 0"),
                arguments("Size", 3_000_000_000L, "/Size: a whole number is expected, not 3000000000"),
                arguments("Size", Map.of(), "/Size: a whole number is expected, not {}"));
    }

    @ParameterizedTest
    @MethodSource
    void rejectsInvalidStructureWithPath(String field, Object value, String message) {
        var dump = dump("cn-hangzhou", image("m-1"), image("m-2", field, value));
        assertRejected(dump, "dump.json, line 1, at /Images/Image/1");
        assertRejected(dump, message);
    }

    @Test
    void messageHasOneLine() {
        for (Object value : List.of("big", Map.of(), 3_000_000_000L)) {
            var error = catalogue.importError(dump("cn-hangzhou", image("m-1", "Size", value)));
            assertThat(error.lines().count()).as(error).isEqualTo(1);
        }
        var longest = catalogue.importError(dump("cn-hangzhou", image("m-1", "Size", "9".repeat(1000))));
        assertThat(longest.length()).as(longest).isLessThan(200);
    }

    static Stream<Arguments> rejectsValueThatCannotBeConverted() {
        return Stream.of(
                arguments("IsCopied", "maybe"),
                arguments("IsCopied", 2),
                arguments("Size", true),
                arguments("Size", 1.5),
                arguments("ImageOwnerId", 1000000000000001.5));
    }

    @ParameterizedTest
    @MethodSource
    void rejectsValueThatCannotBeConverted(String field, Object value) {
        assertRejected(
                dump("cn-hangzhou", image("m-1", field, value)),
                "dump.json, line 1, at /Images/Image/0/" + field + ": ");
    }

    @Test
    void convertsValuesToTypeOfField() {
        var disk = Map.of("Device", "/dev/xvda", "Size", 40);
        catalogue.importDump(dump(
                "cn-hangzhou",
                image(
                        "m-1",
                        "Size",
                        "20",
                        "IsCopied",
                        "true",
                        "ImageVersion",
                        2,
                        "IsSelfShared",
                        true,
                        "ImageOwnerId",
                        "" + OWNER,
                        "DiskDeviceMappings",
                        Map.of("DiskDeviceMapping", List.of(disk)))));
        var image = catalogue.image(OWNER, "m-1");
        assertThat(image.path("Size").intValue()).isEqualTo(20);
        assertThat(image.path("IsCopied").booleanValue()).isTrue();
        assertThat(image.path("ImageVersion").textValue()).isEqualTo("2");
        assertThat(image.path("IsSelfShared").textValue()).isEqualTo("true");
        assertThat(image.path("ImageOwnerId").longValue()).isEqualTo(OWNER);
        assertThat(image.at("/DiskDeviceMappings/DiskDeviceMapping/0/Size").textValue())
                .isEqualTo("40");
    }

    @Test
    void acceptsStringsOfMaximumLength() {
        catalogue.importDump(dump(
                "r".repeat(64),
                image(
                        "i".repeat(128),
                        "ImageName",
                        "n".repeat(512),
                        "Size",
                        0,
                        "Tags",
                        tags("k".repeat(128), "v".repeat(256)),
                        "DiskDeviceMappings",
                        disks("s".repeat(64)))));
        assertThat(catalogue
                        .describe(OWNER, "RegionId", "r".repeat(64))
                        .path("TotalCount")
                        .asInt())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OSType", "Architecture", "ImageFamily", "ResourceGroupId"})
    void rejectsTooLongStringWithPath(String field) {
        var bad = image("m-2", field, "x".repeat(1000));
        assertRejected(dump("cn-hangzhou", image("m-1"), bad), "dump.json, line 1, at /Images/Image/1");
    }

    @Test
    void rejectsTooLongRegionId() {
        assertRejected(dump("r".repeat(65), image("m-1")), "dump.json, line 1");
    }

    @Test
    void rejectsRegionIdThatIsNotString() {
        assertRejected("{\"RegionId\":{\"a\":\"cn-hangzhou\"},\"Images\":{\"Image\":[]}}", "dump.json, line 1");
        assertRejected("{\"Images\":{\"Image\":[]},\"RegionId\":[\"cn-hangzhou\"]}", "dump.json, line 1");
    }

    @Test
    void rejectsTooLargeImageWithPath() {
        assertRejected(
                dump("cn-hangzhou", image("m-1"), image("m-2", "Description", "x".repeat(1_000_001))),
                "dump.json, line 1, at /Images/Image/1");
    }

    @Test
    void importIsAtomicPerFile() {
        var images = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < 1200; i++) {
            images.add(image("m-" + i));
        }
        var good = dump("cn-hangzhou", images);
        var bad = dump("cn-beijing", image("m-x", "Status", "Ready"));
        assertRejected(good + "\n" + bad, "dump.json, line 2, at /Images/Image/0: Status");
        assertRejected(good + "\n" + dump("cn-beijing", image("m-x")) + "\n]", "dump.json, line 3, column 1: ");

        images.add(image("m-x", "CreationTime", "never"));
        assertRejected(dump("cn-hangzhou", images), "dump.json, line 1, at /Images/Image/1200/CreationTime");
        images.remove(1200);
        assertThat(catalogue.importDump(good)).isEqualTo(new Importer.Summary(1200, 0));
    }

    @Test
    void rejectedFileLeavesExistingImagesUnchanged() {
        catalogue.importDump(dump("cn-hangzhou", image("m-1", "ImageName", "before", "Tags", tags("env", "test"))));
        var images = new ArrayList<>(Arrays.asList(image("m-1", "ImageName", "after", "Tags", tags("env", "prod"))));
        for (int i = 0; i < 600; i++) {
            images.add(image("m-x" + i));
        }
        images.add(image("m-2", "Usage", "any"));
        assertThat(catalogue.importError(dump("cn-hangzhou", images))).contains("/Images/Image/601: Usage");

        assertThat(catalogue.size()).isEqualTo(1);
        assertThat(catalogue.image(OWNER, "m-1").path("ImageName").asText()).isEqualTo("before");
        assertThat(TestCatalogue.ids(catalogue.describe(OWNER, "Tag.1.Key", "env", "Tag.1.Value", "test")))
                .isNotEmpty();
    }
}
