package io.ecsimages.apispec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is changed in the document changes in the sources, and nowhere else is it written. */
class GeneratedSourcesTest {

    private static final String REQUEST = "model.DescribeImagesRequest";
    private static final String PAGE_SIZE =
            "schema: {type: integer, format: int32, minimum: 1, maximum: 100, default: 10}";

    private static final String OF_STATUS_404 = """
                  '404':
                    description: 'Something that the request names does not exist.'
                    content:
                      application/json:
                        examples:
            """;

    @TempDir
    private static Path unchangedFolder;

    private static Generated unchanged;

    @TempDir
    private Path folder;

    @BeforeAll
    static void generate() {
        unchanged = Generated.server(Document.UNCHANGED, unchangedFolder);
    }

    /** Expects this text in the source of a class only after the document was changed. */
    private void shows(String type, String text, String place, String otherwise) {
        shows(type, text, Document.with(place, otherwise));
    }

    private void shows(String type, String text, Document changed) {
        assertFalse(unchanged.source(type).contains(text), text);
        var source = server(changed).source(type);
        assertTrue(source.contains(text), source);
    }

    private Generated server(Document document) {
        return Generated.server(document, folder);
    }

    @Test
    void theSameDocumentGivesTheSameSources() {
        var again = server(Document.UNCHANGED);
        assertEquals(unchanged.classes(), again.classes());
        for (String name : unchanged.classes()) {
            assertEquals(unchanged.source(name), again.source(name));
        }
    }

    @Test
    void aLimitIsThatOfTheDocument() {
        shows(
                REQUEST,
                "@Max(value = 50, message = \"InvalidParameter.PageSize\")",
                PAGE_SIZE,
                PAGE_SIZE.replace("maximum: 100", "maximum: 50"));
        shows(REQUEST, "@Size(max = 99, message = \"InvalidParameter.ImageId\")", "maxItems: 100", "maxItems: 99");
    }

    @Test
    void aDefaultIsThatOfTheDocument() {
        shows(REQUEST, "Integer pageSize = 20;", PAGE_SIZE, PAGE_SIZE.replace("default: 10", "default: 20"));
        shows(
                REQUEST,
                "Arrays.asList(ImageStatus.WAITING, ImageStatus.AVAILABLE)",
                "default: [Available]",
                "default: [Waiting, Available]");
        shows("api.CommonParameter", "List.of(\"JSON\", \"XML\"), \"JSON\")", "default: XML}", "default: JSON}");
    }

    @Test
    void aRequiredStructureBeginsEmptyAndAnOptionalOneIsAbsent() {
        var image = unchanged.source("model.Image");
        assertTrue(image.contains("private Tags tags = new Tags();"), image);
        assertTrue(image.contains("private Features features;"), image);
    }

    @Test
    void anotherNameOfAMemberIsThatOfTheDocument() {
        shows(
                "model.TagFilter",
                "@Alias(\"KEY\") private String key;",
                "x-alias: key",
                "x-alias: KEY");
    }

    @Test
    void theErrorOfAConstraintIsThatOfTheDocument() {
        shows(
                REQUEST,
                "@InvalidValue(\"InvalidTagCount\") private ImageUsage usage",
                "{enum: InvalidUsage}",
                "{enum: InvalidTagCount}");
        shows(
                "api.CommonParameter",
                "VERSION(\"Version\", ApiError.MISSING_VERSION, ApiError.INVALID_USAGE,",
                "enum: InvalidVersion}",
                "enum: InvalidUsage}");
    }

    @Test
    void anAllowedValueIsThatOfTheDocument() {
        shows("model.ImageUsage", "DISK(\"disk\")", "enum: [instance, none]", "enum: [instance, none, disk]");
        shows(
                "api.CommonParameter",
                "List.of(\"2014-05-26\", \"2026-01-01\")",
                "['2014-05-26']",
                "['2014-05-26', '2026-01-01']");
    }

    @Test
    void anErrorIsThatOfTheDocument() {
        var error = "INVALID_USAGE(\"InvalidUsage\", 404, \"InvalidUsage\", \"The specifed Usage is not valid\",";
        assertTrue(unchanged.source("api.ApiError").contains(error));
        shows(
                "api.ApiError",
                error.replace(", \"InvalidUsage\"", ", \"Usage.Invalid\""),
                "Code: InvalidUsage\n",
                "Code: Usage.Invalid\n");
        shows("api.ApiError", error.replace("specifed", "specified"), "'The specifed Usage", "'The specified Usage");

        var first = OF_STATUS_404 + "              InvalidUsage:\n";
        var next = "              InvalidRegionId.NotFound: {$ref:";
        shows(
                "api.ApiError",
                error.replace("404", "410"),
                Document.with(first, first.replace("404", "410")).but(next, OF_STATUS_404 + next));
    }

    @Test
    void everyMessageCanBeWrittenInJava() throws Exception {
        var message = "\"quoted\", back\\slash, 中文 & <tag> {{x}} %s";
        server(Document.with("'The specifed Usage is not valid'", "'" + message + "'"));
        var sources = folder.resolve("output/src/main/java");
        var classes = folder.resolve("classes");
        var status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-d",
                        classes.toString(),
                        "-encoding",
                        "UTF-8",
                        sources.resolve("api/ApiError.java").toString());
        assertEquals(0, status);
        try (var loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            var type = loader.loadClass("api.ApiError");
            var error = type.getMethod("of", String.class).invoke(null, "InvalidUsage");
            assertEquals(message, type.getMethod("message").invoke(error));
        }
    }

    @Test
    void eachCallIsAnInterfaceAndItsFormGeneratesNothing() {
        assertTrue(unchanged.source("api.DescribeImagesApi").contains("DescribeImagesResponse describeImages("));
        assertTrue(unchanged.classes().contains(REQUEST));
        assertTrue(unchanged.classes().stream().noneMatch(name -> name.contains("ByForm")));
    }

    @Test
    void anOperationTakesTheRequestContextOnlyWhenItsTypeIsConfigured() {
        var options = Map.of("requestContextType", "example.RequestContext");
        var configured = Generated.server(Document.UNCHANGED, folder, options).source("api.DescribeImagesApi");
        assertTrue(
                configured.contains(
                        "describeImages( @RequestParameters DescribeImagesRequest request, example.RequestContext context);"),
                configured);
        assertTrue(configured.contains("@param context"), configured);

        var plain = unchanged.source("api.DescribeImagesApi");
        assertTrue(plain.contains("describeImages( @RequestParameters DescribeImagesRequest request);"), plain);
        assertFalse(plain.contains("context"), plain);
    }

    @Test
    void theActionsAreTheCallsOfTheDocument() {
        assertTrue(unchanged.source("api.CommonParameter").contains("List.of(\"DescribeImages\""));
        shows("api.CommonParameter", "\"ListImages\"", "operationId: DescribeImages\n", "operationId: ListImages\n");
    }

    @Test
    void aParameterOfTheEnvelopeIsNoneOfTheRequest() {
        for (String name : new String[] {"Action", "Format", "AccessKeyId", "Signature", "SecurityToken"}) {
            assertTrue(unchanged.source("api.CommonParameter").contains("(\"" + name + "\","), name);
            assertFalse(unchanged.source(REQUEST).contains("\"" + name + "\""), name);
        }
        assertTrue(unchanged.source(REQUEST).contains("\"RegionId\""));
    }

    @Test
    void aRepeatedListIsToldFromOneWithCommas() {
        var source = unchanged.source(REQUEST);
        assertTrue(source.contains("@RepeatList private List<@Valid TagFilter> tag;"), source);
        assertTrue(
                source.contains("@InvalidValue(\"InvalidParameter.Status\") private List<ImageStatus> status"), source);
    }

    @Test
    void theClientSendsWhatItIsGivenAndJudgesNothing() {
        var client = Generated.client(Document.UNCHANGED, folder);
        var request = client.source(REQUEST);
        assertTrue(request.contains("private Integer pageSize;"), request);
        assertTrue(request.contains("private List<ImageStatus> status;"), request);
        assertFalse(request.contains("InvalidValue") || request.contains("InvalidParameter"), request);
        assertFalse(client.classes().contains("api.ApiError"));

        var versioned = Generated.client(Document.with("['2014-05-26']", "['2026-01-01']"), folder);
        assertTrue(client.classes().contains("api.EcsApi"));
        assertTrue(versioned.source("api.EcsApi").contains("action = \"DescribeImages\", version = \"2026-01-01\""));
    }

    @Test
    void theClientKnowsTheLargestPageTheValuesAndTheCodesOfTheDocument() {
        var client = Generated.client(Document.UNCHANGED, folder);
        assertTrue(client.source("api.EcsApi").contains("int DESCRIBE_IMAGES_MAXIMUM_PAGE_SIZE = 100;"));
        assertTrue(client.source("model.ImageUsage").contains("ImageUsage NONE = new ImageUsage(\"none\");"));
        assertTrue(client.source("model.ErrorCode").contains("String INVALID_USAGE = \"InvalidUsage\";"));
        assertFalse(client.source("model.Image").contains("= \"Available\""));

        var changed = Document.with(PAGE_SIZE, PAGE_SIZE.replace("maximum: 100", "maximum: 50"))
                .but("enum: [instance, none]", "enum: [instance, disk]");
        var other = Generated.client(changed, folder);
        assertTrue(other.source("api.EcsApi").contains("int DESCRIBE_IMAGES_MAXIMUM_PAGE_SIZE = 50;"));
        assertTrue(other.source("model.ImageUsage").contains("ImageUsage DISK = new ImageUsage(\"disk\");"));
        assertFalse(other.source("model.ImageUsage").contains("NONE"));
    }
}
