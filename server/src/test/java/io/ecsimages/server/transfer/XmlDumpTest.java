package io.ecsimages.server.transfer;

import static io.ecsimages.server.Dumps.answer;
import static io.ecsimages.server.Dumps.disks;
import static io.ecsimages.server.Dumps.image;
import static io.ecsimages.server.Dumps.tags;
import static io.ecsimages.server.transfer.Catalogue.FRIEND;
import static io.ecsimages.server.transfer.Catalogue.OWNER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ecsimages.server.RunningServer;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer in XML says the same as in JSON, and a compressed file the same as the file. */
class XmlDumpTest {

    private static final String IMAGE = "<Image><ImageId>m-1</ImageId><ImageOwnerAlias>self</ImageOwnerAlias>"
            + "<CreationTime>2024-01-01T00:00:00Z</CreationTime>%s</Image>";

    @RegisterExtension
    private static Catalogue catalogue = new Catalogue();

    private static String xml(String members) {
        return "<DescribeImagesResponse><RegionId>cn-hangzhou</RegionId><Images>\n" + IMAGE.formatted(members)
                + "</Images></DescribeImagesResponse>";
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var compressed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        }
        return compressed.toByteArray();
    }

    private static String answerInXml() {
        var parameters = RunningServer.parameters("Status", "ALL", "Format", "XML");
        return catalogue.server().get(parameters).body();
    }

    @Test
    void whatTheServerAnswersInXmlIsTakenAsWhatItAnswersInJson() {
        catalogue.take(answer(
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
        var json = Catalogue.images(catalogue.seenBy(OWNER));
        var xml = answerInXml();
        assertTrue(xml.contains("<Tag>"), xml);
        catalogue.clear();

        assertEquals(2, catalogue.take(xml).added());
        assertEquals(json, Catalogue.images(catalogue.seenBy(OWNER)));
        assertEquals(List.of("m-1"), Catalogue.ids(catalogue.seenBy(OWNER, "Tag.1.Key", "b", "Tag.1.Value", "2")));
        assertEquals(List.of(), Catalogue.ids(catalogue.seenBy(OWNER, "Tag.1.Key", "b", "Tag.1.Value", "3")));
    }

    @Test
    void whatTheSampleAnswersComesBackUnchanged() {
        try (var sample = RunningServer.withSample()) {
            var xml = sample.get(RunningServer.parameters("Status", "ALL", "PageSize", "100", "Format", "XML"))
                    .body();
            catalogue.take(xml);
            var here = catalogue.seenBy(OWNER, "PageSize", "100");
            assertEquals(sample.describe("Status", "ALL", "PageSize", "100").at("/Images"), here.at("/Images"));
            assertFalse(Catalogue.ids(here).isEmpty());
        }
    }

    @Test
    void membersThatTheContractDoesNotKnowAreKept() {
        catalogue.take(xml("<Later>a</Later><Lists><One>1</One><Two>1</Two><Two>2</Two></Lists><Empty/>"));
        var document =
                catalogue.server().bean(ImageRepository.class).findAll().get(0).document();
        assertTrue(
                document.contains("\"Later\":\"a\",\"Lists\":{\"One\":\"1\",\"Two\":[\"1\",\"2\"]},\"Empty\":\"\""),
                document);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"%s", "\n\n  %s\n", "<?xml version='1.0' encoding='UTF-8'?>\n%s", "\uFEFF%s", "<!-- a -->%s"})
    void itIsXmlByItsFirstCharacter(String form) {
        assertEquals(new Importer.Summary(1, 0), catalogue.take(form.formatted(xml(""))));
    }

    @Test
    void otherEncodingsAreTakenToo() {
        var text = "<?xml version='1.0' encoding='UTF-16'?>" + xml("<ImageName>网站</ImageName>");
        catalogue.take(text.getBytes(StandardCharsets.UTF_16), null, OWNER);
        assertEquals("网站", catalogue.image(OWNER, "m-1").path("ImageName").asText());
    }

    static Stream<Arguments> aBadOneIsRefusedWithItsLine() {
        return Stream.of(
                arguments("<DescribeImagesResponse/>", "dump.json, line 1: it has no Images"),
                arguments(
                        "\n<Images/>", "line 2: an answer of DescribeImages is expected, DescribeImagesResponse, not"),
                arguments("<Error><Code>InvalidUsage</Code></Error>", "line 1: it is an error answer: InvalidUsage"),
                arguments("<!DOCTYPE a [<!ENTITY b 'c'>]>" + xml("&b;"), "line 1: a document type is not accepted"),
                arguments("<!DOCTYPE a SYSTEM 'file:///etc/hostname'>" + xml(""), "a document type is not accepted"),
                arguments(xml("<ImageName>&b;</ImageName>"), "line 2"),
                arguments(xml("<Size>big</Size>"), "line 2, at /Images/Image/0/Size: a whole number is expected"),
                arguments(xml("<Size/>"), "line 2, at /Images/Image/0/Size: a whole number is expected"),
                arguments(xml("<Size>1</Size><Size>2</Size>"), "line 2, at /Images/Image/0: Size stands twice"),
                arguments(xml("<IsCopied>yes</IsCopied>"), "/IsCopied: true or false is expected"),
                arguments(xml("<Tags>env</Tags>"), "/Tags: an object is expected, not \"env\""),
                arguments(xml("<Tags><Tag>env</Tag></Tags>"), "/Tags/Tag/0: an object is expected"),
                arguments(xml("<Tags>env<Tag/></Tags>"), "/Tags: text stands between the elements"),
                arguments(xml("<Status>Ready</Status>"), "Status has a value that the API does not know: Ready"),
                arguments(xml("").replace("cn-hangzhou", ""), "line 1: the answer names no RegionId; say --region"),
                arguments(xml("").replace("</Images>", ""), "dump.json, line 2, column "),
                arguments(xml("") + "\n" + xml(""), "dump.json, line 3, column "),
                arguments("<", "dump.json, line 1, column "));
    }

    @ParameterizedTest
    @MethodSource
    void aBadOneIsRefusedWithItsLine(String dump, String message) {
        var refusal = catalogue.refusal(dump);
        assertTrue(refusal.startsWith("dump.json"), refusal);
        assertTrue(refusal.contains(message), refusal);
        assertEquals(0, catalogue.size());
    }

    @Test
    void aCompressedFileIsTakenAsTheFile() throws IOException {
        var json = answer("cn-hangzhou", image("m-2"), image("m-3")).getBytes(StandardCharsets.UTF_8);
        assertEquals(new Importer.Summary(2, 0), catalogue.take(gzip(json), null, OWNER));
        assertEquals(
                new Importer.Summary(1, 0),
                catalogue.take(gzip(xml("").getBytes(StandardCharsets.UTF_8)), null, OWNER));
        var twoParts = new ByteArrayOutputStream();
        twoParts.write(gzip(json));
        twoParts.write(gzip(answer("cn-beijing", image("m-1")).getBytes(StandardCharsets.UTF_8)));
        assertEquals(new Importer.Summary(1, 2), catalogue.take(twoParts.toByteArray(), null, OWNER));
    }

    @Test
    void aBrokenCompressionIsRefused(@TempDir Path folder) throws IOException {
        var good = gzip(answer("cn-hangzhou", image("m-1")).getBytes(StandardCharsets.UTF_8));
        var xml = gzip(xml("").getBytes(StandardCharsets.UTF_8));
        var changed = good.clone();
        changed[good.length - 6] ^= 1;
        for (byte[] bad : List.of(
                Arrays.copyOf(good, good.length - 9), Arrays.copyOf(xml, 60), Arrays.copyOf(good, 5), changed)) {
            var file = Files.write(folder.resolve("dump.gz"), bad);
            var dump = new Dump("dump.gz", () -> Files.newInputStream(file), null);
            var importer = catalogue.server().bean(Importer.class);
            var refusal = assertThrows(ImportException.class, () -> importer.take(dump, OWNER));
            assertTrue(refusal.getMessage().startsWith("dump.gz: its compression is broken"), refusal.getMessage());
        }
        assertEquals(0, catalogue.size());
        assertEquals(List.of(), Catalogue.ids(catalogue.seenBy(FRIEND)));
    }
}
