package io.ecsimages.apispec;

import static io.ecsimages.apispec.ContractSource.ORIGINAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.openapi.generator.EcsImagesServerCodegen;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openapitools.codegen.CliOption;

/** Changes the OpenAPI document and checks that the generated sources change with it. */
class GeneratedSourcesTest {

    private static final String REQUEST = "model.DescribeImagesRequest";
    private static final String PAGE_SIZE =
            "schema: {type: integer, format: int32, minimum: 1, maximum: 100, default: 10}";

    private static final String RESPONSE_404 = """
                  '404':
                    description: 'The request refers to something that does not exist.'
                    content:
                      application/json:
                        examples:
            """;

    @TempDir
    private static Path originalFolder;

    private static GeneratedSources original;

    @TempDir
    private Path folder;

    @BeforeAll
    static void generate() {
        original = GeneratedSources.server(ORIGINAL, originalFolder);
    }

    /** Expects a string in the source of a class after a replacement in the document, but not before. */
    private void assertAdds(String type, String string, String replaced, String replacement) {
        assertAdds(type, string, ORIGINAL.replace(replaced, replacement));
    }

    private void assertAdds(String type, String string, ContractSource changed) {
        assertThat(original.source(type)).doesNotContain(string);
        assertThat(server(changed).source(type)).contains(string);
    }

    private GeneratedSources server(ContractSource document) {
        return GeneratedSources.server(document, folder);
    }

    @Test
    void generatesTheSameSourcesFromTheSameDocument() {
        var again = server(ORIGINAL);
        assertThat(again.classNames()).isEqualTo(original.classNames());
        for (String name : original.classNames()) {
            assertThat(again.source(name)).isEqualTo(original.source(name));
        }
    }

    @Test
    void generatesLimits() {
        assertAdds(
                REQUEST,
                "@Max(value = 50, message = \"InvalidParameter.PageSize\")",
                PAGE_SIZE,
                PAGE_SIZE.replace("maximum: 100", "maximum: 50"));
        assertAdds(REQUEST, "@Size(max = 99, message = \"InvalidParameter.ImageId\")", "maxItems: 100", "maxItems: 99");
    }

    @Test
    void generatesDefaults() {
        assertAdds(REQUEST, "Integer pageSize = 20;", PAGE_SIZE, PAGE_SIZE.replace("default: 10", "default: 20"));
        assertAdds(
                REQUEST,
                "Arrays.asList(ImageStatus.WAITING, ImageStatus.AVAILABLE)",
                "default: [Available]",
                "default: [Waiting, Available]");
        assertAdds(
                "api.CommonParameter",
                "FORMAT(\"Format\", null, null, List.of(), \"JSON\")",
                "default: XML}",
                "default: JSON}");
    }

    @Test
    void requiredObjectIsEmptyAndOptionalObjectIsNull() {
        var image = original.source("model.Image");
        assertThat(image).contains("private Tags tags = new Tags();");
        assertThat(image).contains("private Features features;");
    }

    @Test
    void generatesAliases() {
        assertAdds("model.TagFilter", "@Alias(\"KEY\") private String key;", "x-alias: key", "x-alias: KEY");
    }

    @Test
    void generatesErrorsOfConstraints() {
        assertAdds(
                REQUEST,
                "@InvalidValue(\"InvalidTagCount\") private ImageUsage usage",
                "{enum: InvalidUsage}",
                "{enum: InvalidTagCount}");
        assertAdds(
                "api.CommonParameter",
                "VERSION(\"Version\", ApiError.MISSING_VERSION, ApiError.INVALID_USAGE,",
                "enum: InvalidVersion}",
                "enum: InvalidUsage}");
    }

    @Test
    void generatesAllowedValues() {
        assertAdds("model.ImageUsage", "DISK(\"disk\")", "enum: [instance, none]", "enum: [instance, none, disk]");
        assertAdds(
                "api.CommonParameter",
                "List.of(\"2014-05-26\", \"2026-01-01\")",
                "['2014-05-26']",
                "['2014-05-26', '2026-01-01']");
    }

    @Test
    void generatesErrors() {
        var error = "INVALID_USAGE(\"InvalidUsage\", 404, \"InvalidUsage\", \"The specifed Usage is not valid\",";
        assertThat(original.source("api.ApiError")).contains(error);
        assertAdds(
                "api.ApiError",
                error.replace(", \"InvalidUsage\"", ", \"Usage.Invalid\""),
                "Code: InvalidUsage\n",
                "Code: Usage.Invalid\n");
        assertAdds(
                "api.ApiError", error.replace("specifed", "specified"), "'The specifed Usage", "'The specified Usage");

        var first = RESPONSE_404 + "              InvalidUsage:\n";
        var next = "              InvalidRegionId.NotFound: {$ref:";
        assertAdds(
                "api.ApiError",
                error.replace("404", "410"),
                ORIGINAL.replace(first, first.replace("404", "410")).replace(next, RESPONSE_404 + next));
    }

    @Test
    void escapesErrorMessages() throws Exception {
        var message = "\"quoted\", back\\slash, 中文 & <tag> {{x}} %s";
        var sources = server(ORIGINAL.replace("'The specifed Usage is not valid'", "'" + message + "'"));
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
                        sources.file("api.ApiError").toString());
        assertThat(status).isZero();
        try (var loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            var type = loader.loadClass("api.ApiError");
            var error = type.getMethod("of", String.class).invoke(null, "InvalidUsage");
            assertThat(type.getMethod("message").invoke(error)).isEqualTo(message);
        }
    }

    @Test
    void generatesInterfacesWithoutPost() {
        assertThat(original.source("api.DescribeImagesApi")).contains("DescribeImagesResponse describeImages(");
        assertThat(original.classNames()).contains(REQUEST).noneMatch(name -> name.contains("ByForm"));
    }

    @Test
    void operationsHaveRequestContextParameterIfConfigured() {
        var options = Map.of("requestContextType", "example.RequestContext");
        var configured = GeneratedSources.server(ORIGINAL, folder, options).source("api.DescribeImagesApi");
        assertThat(configured)
                .contains("describeImages( @RequestParameters DescribeImagesRequest request,"
                        + " example.RequestContext context);")
                .contains("@param context");

        var plain = original.source("api.DescribeImagesApi");
        assertThat(plain)
                .contains("describeImages( @RequestParameters DescribeImagesRequest request);")
                .doesNotContain("context");
    }

    @Test
    void generatorDeclaresItsOption() {
        assertThat(new EcsImagesServerCodegen().cliOptions())
                .extracting(CliOption::getOpt)
                .contains("requestContextType");
    }

    @Test
    void generatesActions() {
        assertThat(original.source("api.CommonParameter")).contains("List.of(\"DescribeImages\"");
        assertAdds(
                "api.CommonParameter", "\"ListImages\"", "operationId: DescribeImages\n", "operationId: ListImages\n");
    }

    @Test
    void requestHasNoCommonParameters() {
        for (String name : new String[] {"Action", "Format", "AccessKeyId", "Signature", "SecurityToken"}) {
            assertThat(original.source("api.CommonParameter")).contains("(\"" + name + "\",");
            assertThat(original.source(REQUEST)).doesNotContain("\"" + name + "\"");
        }
        assertThat(original.source(REQUEST)).contains("\"RegionId\"");
    }

    @Test
    void annotatesRepeatLists() {
        var source = original.source(REQUEST);
        assertThat(source).contains("@RepeatList private List<@Valid TagFilter> tag;");
        assertThat(source).contains("@InvalidValue(\"InvalidParameter.Status\") private List<ImageStatus> status");
    }

    @Test
    void clientHasNoDefaultsAndNoConstraints() {
        var client = GeneratedSources.client(ORIGINAL, folder);
        var request = client.source(REQUEST);
        assertThat(request).contains("private Integer pageSize;");
        assertThat(request).contains("private List<ImageStatus> status;");
        assertThat(request).doesNotContain("InvalidValue", "InvalidParameter");
        assertThat(client.classNames()).doesNotContain("api.ApiError");

        var versioned = GeneratedSources.client(ORIGINAL.replace("['2014-05-26']", "['2026-01-01']"), folder);
        assertThat(client.classNames()).contains("api.EcsApi");
        assertThat(versioned.source("api.EcsApi")).contains("action = \"DescribeImages\", version = \"2026-01-01\"");
    }

    @Test
    void clientHasMaximumPageSizesEnumValuesAndErrorCodes() {
        var client = GeneratedSources.client(ORIGINAL, folder);
        assertThat(client.source("api.EcsApi")).contains("int DESCRIBE_IMAGES_MAXIMUM_PAGE_SIZE = 100;");
        assertThat(client.source("model.ImageUsage")).contains("ImageUsage NONE = new ImageUsage(\"none\");");
        assertThat(client.source("model.ErrorCode")).contains("String INVALID_USAGE = \"InvalidUsage\";");
        assertThat(client.source("model.Image")).doesNotContain("= \"Available\"");

        var changed = ORIGINAL.replace(PAGE_SIZE, PAGE_SIZE.replace("maximum: 100", "maximum: 50"))
                .replace("enum: [instance, none]", "enum: [instance, disk]");
        var other = GeneratedSources.client(changed, folder);
        assertThat(other.source("api.EcsApi")).contains("int DESCRIBE_IMAGES_MAXIMUM_PAGE_SIZE = 50;");
        assertThat(other.source("model.ImageUsage")).contains("ImageUsage DISK = new ImageUsage(\"disk\");");
        assertThat(other.source("model.ImageUsage")).doesNotContain("NONE");
    }
}
