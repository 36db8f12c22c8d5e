package io.ecsimages.server.transfer;

import static io.ecsimages.server.transfer.TestCatalogue.OWNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ecsimages.server.TestServer;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** Imports the dumps of dumps/README.md, compares the responses with the expected images, and imports the export again. */
@Tag("extended")
class DumpCorpusTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The dumps without a RegionId. */
    private static final Set<String> WITHOUT_REGION = Set.of("cli-pager.json", "empty-region.json", "null-region.json");

    /** The fields that every response has, also where the dump has none. */
    private static final List<String> ADDED = List.of("IsPublic", "Usable");

    @RegisterExtension
    private static TestCatalogue catalogue = new TestCatalogue();

    private static Path folder() {
        try {
            return Path.of(DumpCorpusTest.class.getResource("/dumps").toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<Path> dumps() throws IOException {
        try (var files = Files.walk(folder(), 2)) {
            return files
                    .filter(file -> folder().relativize(file).getNameCount() == 2)
                    .filter(file -> !file.getParent().endsWith("refused") && !file.endsWith("expected.json"))
                    .map(folder()::relativize)
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @Test
    void corpusHasTwentyShapes() throws IOException {
        assertThat(dumps()).hasSizeGreaterThanOrEqualTo(40);
    }

    @ParameterizedTest
    @MethodSource("dumps")
    void importsServesAndExports(Path dump) throws Exception {
        var file = folder().resolve(dump);
        var expected = (ObjectNode) JSON.readTree(Files.readAllBytes(file.resolveSibling("expected.json")));
        var region = expected.path("RegionId").asText();
        var name = dump.getFileName().toString();

        var summary =
                catalogue.importDump(Files.readAllBytes(file), WITHOUT_REGION.contains(name) ? region : null, OWNER);
        assertThat(summary.added()).isEqualTo(expected.at("/Images/Image").size());
        assertThat(summary.gaps()).isEmpty();
        assertServed(expected, region);

        var exported = export();
        catalogue.clear();
        assertThat(catalogue.importDump(exported).added()).isEqualTo(summary.added());
        assertThat(export()).isEqualTo(exported);
        assertServed(expected, region);
    }

    private static String export() {
        var lines = new StringBuilder();
        catalogue
                .server()
                .bean(Exporter.class)
                .export(OWNER, null, response -> lines.append(response).append('\n'));
        return lines.toString();
    }

    private static void assertServed(ObjectNode expected, String region) throws Exception {
        var images = expected.at("/Images/Image");
        var served = TestCatalogue.images(
                catalogue.describe(OWNER, "RegionId", region, "PageSize", TestServer.MAXIMUM_PAGE_SIZE));
        assertThat(served).hasSize(images.size());
        for (int i = 0; i < images.size(); i++) {
            assertThat(withoutAdded(served.get(i), images.get(i))).isEqualTo(images.get(i));
        }
        var parameters = TestServer.parameters(
                "RegionId", region, "PageSize", TestServer.MAXIMUM_PAGE_SIZE, "Status", "ALL", "Format", "XML");
        var response = TestCatalogue.parse(catalogue.server().get(parameters).body());
        var texts = TestCatalogue.leafElements(
                (Element) response.getElementsByTagName("Images").item(0));
        for (int i = 0; i < images.size(); i++) {
            for (String field : ADDED) {
                if (!images.get(i).has(field)) {
                    texts.remove("/Image" + i + "/" + field + "0");
                }
            }
        }
        var expectedTexts = new TreeMap<String, String>();
        collect(expected.path("Images"), "", expectedTexts);
        assertThat(texts).isEqualTo(expectedTexts);
    }

    private static JsonNode withoutAdded(JsonNode served, JsonNode expected) {
        var compared = (ObjectNode) served.deepCopy();
        ADDED.stream().filter(field -> !expected.has(field)).forEach(compared::remove);
        return compared;
    }

    /** Collects the same as {@link TestCatalogue#leafElements} from JSON: the items of a list have the name of the list. */
    private static void collect(JsonNode object, String path, Map<String, String> texts) {
        int size = texts.size();
        object.fields().forEachRemaining(field -> {
            var items = field.getValue().isArray() ? field.getValue() : List.of(field.getValue());
            int n = 0;
            for (JsonNode item : items) {
                collect(item, path + "/" + field.getKey() + n++, texts);
            }
        });
        if (texts.size() == size) {
            texts.put(path, object.isValueNode() ? object.asText() : "");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            error-in-wrapper.json   | , line 9, at /body: the response is an error: InvalidRegionId.NotFound
            sdk-exception.json      | , line 1: the response is an error: Forbidden.RAM
            error.xml               | , line 1: the response is an error: InvalidAccessKeyId.NotFound
            login-page.html         | : the file is an HTML page, not a DescribeImages response
            odd-utf16.json          | , line 31, at /Images/Image/0/ImageFamily: the text is not valid UTF-16, or its end is missing
            cut-utf16.json          | , line 31, column 45: Unexpected end-of-input
            describe-instances.json | , line 1: the response has no Images, only Instances, PageSize, RequestId
            describe-instances.xml  | , line 2: a DescribeImages response (DescribeImagesResponse) is expected, not Desc
            powershell-depth.json   | , line 4, at /Images/Image: Images.Image must be a list
            python-repr.txt         | , line 1, column 2: Unexpected character ('''
            body-string.json        | , line 1, at /body: body must be an object
            gbk.json                | , line 11, column 24: Invalid UTF-8
            gbk-declared-utf8.xml   | , line 1, column 39: Invalid UTF-8 start byte 0xb6
            images-only.json        | , line 2, at /0: the response has no Images, only Architecture,
            """)
    void rejectsWithLocationAndReason(String file, String message) throws IOException {
        var bytes = Files.readAllBytes(folder().resolve("refused").resolve(file));
        var refusal = assertThatExceptionOfType(ImportException.class)
                .isThrownBy(() -> catalogue.importDump(bytes, null, OWNER))
                .actual()
                .getMessage();
        assertThat(refusal).startsWith("dump.json" + message);
        assertThat(refusal.lines()).hasSize(1);
        assertThat(catalogue.size()).isZero();
    }

    @Test
    void tableListsEveryRejectedFile() throws IOException {
        try (var files = Files.list(folder().resolve("refused"))) {
            assertThat(files).hasSize(14);
        }
    }

    /** A dump in UTF-16 is read as a stream, like any other. */
    @ParameterizedTest
    @CsvSource({"UTF-16LE, true", "UTF-16BE, true", "UTF-16LE, false", "UTF-16BE, false"})
    void readsLargeDumpInUtf16(String charset, boolean byteOrderMark) {
        var text = new StringBuilder(byteOrderMark ? "\uFEFF" : "")
                .append("{\"RegionId\":\"cn-hangzhou\",\"Images\":{\"Image\":[");
        for (int i = 0; i < 3000; i++) {
            text.append(i == 0 ? "" : ",\r\n")
                    .append("{\"ImageId\":\"m-" + i + "\",\"ImageOwnerAlias\":\"self\",\"ImageName\":\"网站\","
                            + "\"CreationTime\":\"2024-01-01T00:00:00Z\"}");
        }
        var bytes = text.append("]}}").toString().getBytes(Charset.forName(charset));
        assertThat(catalogue.importDump(bytes, null, OWNER).added()).isEqualTo(3000);
        assertThat(catalogue.image(OWNER, "m-2999").path("ImageName").asText()).isEqualTo("网站");
    }

    @Nullable
    private static JsonNode imported(String field, String json) {
        catalogue.clear();
        var image = "{\"ImageId\":\"m-1\",\"ImageOwnerAlias\":\"self\",\"CreationTime\":\"2024-01-01T00:00:00Z\",\""
                + field + "\":" + json + "}";
        catalogue.importDump("{\"RegionId\":\"cn-hangzhou\",\"Images\":{\"Image\":[" + image + "]}}");
        return catalogue.image(OWNER, "m-1").get(field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ImageOwnerId       | 0
            ImageOwnerId       | "0"
            ImageOwnerId       | 0.0
            ImageOwnerId       | ""
            ImageOwnerId       | null
            BootMode           | null
            LoginAsNonRootSupported | ""
            Features           | {}
            Features           | []
            Features           | ""
            Features           | {"NvmeSupport":null}
            Features           | {"NvmeSupport":""}
            SecureBootOptions  | {"SecureBootSupport":""}
            DetectionOptions   | {"Status":"","Items":{"Item":null}}
            DetectionOptions   | {"Items":{"Item":[]}}
            DetectionOptions   | {"Items":{"Item":[null]}}
            NoEdition          | null
            """)
    void treatsZeroValuesAsAbsent(String field, String json) {
        assertThat(imported(field, json)).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Size               | 0                        | 0
            Size               | ""                       | 0
            Size               | 40.0                     | 40
            IsCopied           | ""                       | false
            IsPublic           | false                    | false
            Usable             | false                    | false
            LoginAsNonRootSupported | false               | false
            BootMode           | ""                       | ""
            Description        | null                     | ""
            Status             | ""                       | "Available"
            Usage              | ""                       | "none"
            Progress           | ""                       | "100%"
            Tags               | null                     | {"Tag":[]}
            Tags               | {}                       | {"Tag":[]}
            Tags               | ""                       | {"Tag":[]}
            Tags               | []                       | {"Tag":[]}
            Tags               | {"Tag":null}             | {"Tag":[]}
            Tags               | [{"TagKey":"a"}]         | {"Tag":[{"TagKey":"a","TagValue":""}]}
            DiskDeviceMappings | {"DiskDeviceMapping":[null]} | {"DiskDeviceMapping":[]}
            DetectionOptions   | {"Status":"Finished","Items":{}} | {"Status":"Finished"}
            NoEdition          | 0                        | 0
            NoEdition          | ""                       | ""
            NoEdition          | {}                       | {}
            NoEdition          | {"a":null,"b":[null,1]}  | {"b":[1]}
            """)
    void keepsMeaningfulZeroValues(String field, String json, String expected) throws IOException {
        assertThat(imported(field, json)).isEqualTo(JSON.readTree(expected));
    }

    @Test
    void rejectsInvalidItemOfUnwrappedList() {
        var image = "{\"ImageId\":\"m-1\",\"ImageOwnerAlias\":\"self\",\"CreationTime\":\"2024-01-01T00:00:00Z\","
                + "\"Tags\":[{\"TagKey\":\"a\"},5]}";
        assertThat(catalogue.importError("{\"RegionId\":\"cn-hangzhou\",\"Images\":[" + image + "]}"))
                .isEqualTo("dump.json, line 1, at /Images/0/Tags/1: an object is expected, not 5");
    }

    @Test
    void rejectsUnknownXmlEncoding() {
        assertThat(catalogue.importError("<?xml version='1.0' encoding='x-none'?><DescribeImagesResponse/>"))
                .startsWith("dump.json: ")
                .contains("x-none");
    }
}
