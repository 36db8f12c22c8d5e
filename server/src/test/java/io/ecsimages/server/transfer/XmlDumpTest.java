package io.ecsimages.server.transfer;

import static io.ecsimages.server.TestImages.disks;
import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static io.ecsimages.server.TestImages.tags;
import static io.ecsimages.server.transfer.TestCatalogue.FRIEND;
import static io.ecsimages.server.transfer.TestCatalogue.OWNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ecsimages.server.TestServer;
import io.ecsimages.server.store.ImageRepository;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dumps in XML, and compressed dumps. */
@Tag("extended")
class XmlDumpTest {

    private static final String IMAGE = "<Image><ImageId>m-1</ImageId><ImageOwnerAlias>self</ImageOwnerAlias>"
            + "<CreationTime>2024-01-01T00:00:00Z</CreationTime>%s</Image>";

    @RegisterExtension
    private static TestCatalogue catalogue = new TestCatalogue();

    private static String xml(String fields) {
        return "<DescribeImagesResponse><RegionId>cn-hangzhou</RegionId><Images>\n" + IMAGE.formatted(fields)
                + "</Images></DescribeImagesResponse>";
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var compressed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        }
        return compressed.toByteArray();
    }

    private static String xmlResponse() {
        var parameters = TestServer.parameters("Status", "ALL", "Format", "XML");
        return catalogue.server().get(parameters).body();
    }

    @Test
    void xmlResponseImportsLikeJsonResponse() {
        catalogue.importDump(dump(
                "cn-hangzhou",
                image(
                        "m-1",
                        "ImageName",
                        "网站 & <web>",
                        "Size",
                        40,
                        "IsCopied",
                        true,
                        "ImageOwnerId",
                        OWNER,
                        "DetectionOptions",
                        Map.of("Items", Map.of("Item", List.of(Map.of("Name", "GuestOS")))),
                        "Tags",
                        tags("env", "", "b", "2"),
                        "DiskDeviceMappings",
                        disks("s-1")),
                image("m-2", "Tags", tags())));
        var json = TestCatalogue.images(catalogue.describe(OWNER));
        var xml = xmlResponse();
        assertThat(xml).contains("<Tag>");
        catalogue.clear();

        assertThat(catalogue.importDump(xml).added()).isEqualTo(2);
        assertThat(TestCatalogue.images(catalogue.describe(OWNER))).isEqualTo(json);
        assertThat(TestCatalogue.ids(catalogue.describe(OWNER, "Tag.1.Key", "b", "Tag.1.Value", "2")))
                .containsExactly("m-1");
        assertThat(TestCatalogue.ids(catalogue.describe(OWNER, "Tag.1.Key", "b", "Tag.1.Value", "3")))
                .isEmpty();
    }

    @Test
    void xmlResponseOfSampleCatalogueImportsUnchanged() {
        try (var sample = TestServer.withSample()) {
            var xml = sample.get(TestServer.parameters(
                            "Status", "ALL", "PageSize", TestServer.MAXIMUM_PAGE_SIZE, "Format", "XML"))
                    .body();
            catalogue.importDump(xml);
            var here = catalogue.describe(OWNER, "PageSize", TestServer.MAXIMUM_PAGE_SIZE);
            assertThat(here.at("/Images"))
                    .isEqualTo(sample.describe("Status", "ALL", "PageSize", TestServer.MAXIMUM_PAGE_SIZE)
                            .at("/Images"));
            assertThat(TestCatalogue.ids(here)).isNotEmpty();
        }
    }

    @Test
    void keepsUnknownFields() {
        catalogue.importDump(xml("<Later>a</Later><Lists><One>1</One><Two>1</Two><Two>2</Two></Lists><Empty/>"));
        var document =
                catalogue.server().bean(ImageRepository.class).findAll().get(0).document();
        assertThat(document).contains("\"Later\":\"a\",\"Lists\":{\"One\":\"1\",\"Two\":[\"1\",\"2\"]},\"Empty\":\"\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"%s", "\n\n  %s\n", "<?xml version='1.0' encoding='UTF-8'?>\n%s", "\uFEFF%s", "<!-- a -->%s"})
    void detectsXmlByFirstCharacter(String form) {
        assertThat(catalogue.importDump(form.formatted(xml("")))).isEqualTo(new Importer.Summary(1, 0));
    }

    @Test
    void acceptsUtf16() {
        var dump = "<?xml version='1.0' encoding='UTF-16'?>" + xml("<ImageName>网站</ImageName>");
        catalogue.importDump(dump.getBytes(StandardCharsets.UTF_16), null, OWNER);
        assertThat(catalogue.image(OWNER, "m-1").path("ImageName").asText()).isEqualTo("网站");
    }

    static Stream<Arguments> rejectsInvalidXmlWithLineNumber() {
        return Stream.of(
                arguments("<DescribeImagesResponse/>", "dump.json, line 1: the response has no Images"),
                arguments("\n<Images/>", "line 2: a DescribeImages response (DescribeImagesResponse) is expected, not"),
                arguments("<Error><Code>InvalidUsage</Code></Error>", "line 1: the response is an error: InvalidUsage"),
                arguments(
                        "<!DOCTYPE a [<!ENTITY b 'c'>]>" + xml("&b;"),
                        "line 1: a document type declaration is not allowed"),
                arguments(
                        "<!DOCTYPE a SYSTEM 'file:///etc/hostname'>" + xml(""),
                        "a document type declaration is not allowed"),
                arguments(xml("<ImageName>&b;</ImageName>"), "line 2"),
                arguments(xml("<Size>big</Size>"), "line 2, at /Images/Image/0/Size: a whole number is expected"),
                arguments(xml("<Size>1.5</Size>"), "line 2, at /Images/Image/0/Size: a whole number is expected"),
                arguments(xml("<Size>1</Size><Size>2</Size>"), "line 2, at /Images/Image/0: Size occurs twice"),
                arguments(xml("<IsCopied>yes</IsCopied>"), "/IsCopied: true or false is expected"),
                arguments(xml("<Tags>env</Tags>"), "/Tags: an object is expected, not \"env\""),
                arguments(xml("<Tags><Tag>env</Tag></Tags>"), "/Tags/Tag/0: an object is expected"),
                arguments(xml("<Tags>env<Tag/></Tags>"), "/Tags: there is text between the elements"),
                arguments(xml("<Status>Ready</Status>"), "Status has a value that the API does not define: Ready"),
                arguments(xml("").replace("cn-hangzhou", ""), "line 1: the response has no RegionId; pass --region"),
                arguments(xml("").replace("</Images>", ""), "dump.json, line 2, column "),
                arguments(xml("") + "\n" + xml(""), "dump.json, line 3, column "),
                arguments("<", "dump.json, line 1, column "));
    }

    @ParameterizedTest
    @MethodSource
    void rejectsInvalidXmlWithLineNumber(String dump, String message) {
        var error = catalogue.importError(dump);
        assertThat(error).startsWith("dump.json");
        assertThat(error).contains(message);
        assertThat(catalogue.size()).isZero();
    }

    @Test
    void importsGzipFiles() throws IOException {
        var json = dump("cn-hangzhou", image("m-2"), image("m-3")).getBytes(StandardCharsets.UTF_8);
        assertThat(catalogue.importDump(gzip(json), null, OWNER)).isEqualTo(new Importer.Summary(2, 0));
        assertThat(catalogue.importDump(gzip(xml("").getBytes(StandardCharsets.UTF_8)), null, OWNER))
                .isEqualTo(new Importer.Summary(1, 0));
        var twoParts = new ByteArrayOutputStream();
        twoParts.write(gzip(json));
        twoParts.write(gzip(dump("cn-beijing", image("m-1")).getBytes(StandardCharsets.UTF_8)));
        assertThat(catalogue.importDump(twoParts.toByteArray(), null, OWNER)).isEqualTo(new Importer.Summary(1, 2));
    }

    @Test
    void rejectsDamagedGzipFiles(@TempDir Path folder) throws IOException {
        var good = gzip(dump("cn-hangzhou", image("m-1")).getBytes(StandardCharsets.UTF_8));
        var xml = gzip(xml("").getBytes(StandardCharsets.UTF_8));
        var changed = good.clone();
        changed[good.length - 6] ^= 1;
        for (byte[] bad : List.of(
                Arrays.copyOf(good, good.length - 9), Arrays.copyOf(xml, 60), Arrays.copyOf(good, 5), changed)) {
            var file = Files.write(folder.resolve("dump.gz"), bad);
            var dump = new Dump("dump.gz", () -> Files.newInputStream(file), null);
            var importer = catalogue.server().bean(Importer.class);
            var error = assertThatExceptionOfType(ImportException.class)
                    .isThrownBy(() -> importer.importDump(dump, OWNER))
                    .actual();
            assertThat(error.getMessage()).startsWith("dump.gz: the compressed data is damaged");
        }
        assertThat(catalogue.size()).isZero();
        assertThat(TestCatalogue.ids(catalogue.describe(FRIEND))).isEmpty();
    }
}
