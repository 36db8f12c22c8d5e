package io.ecsimages.apispec;

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

    /** The contract with one operation: its sources take a fraction of the time. */
    private static final ContractSource CONTRACT = ContractSource.ORIGINAL.only("DescribeImages");

    private static final String REQUEST = "model.DescribeImagesRequest";
    private static final String ROOT = "ecs-images.yaml#";
    private static final String COMMON_PARAMETERS = ROOT + "/components/parameters/";
    private static final String OPERATION = "describe-images.yaml#/pathItem/get/";
    private static final String ERROR = OPERATION + "x-operation-errors/InvalidUsage";
    private static final String PARAMETERS = "describe-images.yaml#/pathItem/parameters/";
    private static final String PAGE_SIZE = "common.yaml#/components/parameters/PageSize/schema/";
    private static final String IMAGE_USAGE = "describe-images.yaml#/components/schemas/ImageUsage/enum";

    @TempDir
    private static Path originalFolder;

    private static GeneratedSources original;

    @TempDir
    private Path folder;

    @BeforeAll
    static void generate() {
        original = GeneratedSources.server(CONTRACT, originalFolder);
    }

    /** Expects a string in the source of a class after a change of the document, but not before. */
    private void assertAdds(String type, String string, ContractSource changed) {
        assertThat(original.source(type)).doesNotContain(string);
        assertThat(server(changed).source(type)).contains(string);
    }

    private GeneratedSources server(ContractSource document) {
        return GeneratedSources.server(document, folder);
    }

    @Test
    void generatesTheSameSourcesFromTheSameDocument() {
        var again = server(CONTRACT);
        assertThat(again.classNames()).isEqualTo(original.classNames());
        for (String name : original.classNames()) {
            assertThat(again.source(name)).isEqualTo(original.source(name));
        }
    }

    @Test
    void generatesEveryOperation(@TempDir Path all) {
        var sources = GeneratedSources.server(ContractSource.ORIGINAL, all);
        assertThat(sources.classNames()).containsAll(original.classNames()).contains("api.ListTagResourcesApi");
        assertThat(sources.source(REQUEST)).isEqualTo(original.source(REQUEST));
    }

    @Test
    void generatesLimits() {
        int maximum = CONTRACT.integer(PAGE_SIZE + "maximum") + 1;
        assertAdds(
                REQUEST,
                "@Max(value = " + maximum + ", message = \"InvalidParameter.PageSize\")",
                CONTRACT.set(PAGE_SIZE + "maximum", "" + maximum));
        int maxItems = CONTRACT.integer(PARAMETERS + "ImageId/schema/maxItems") - 1;
        assertAdds(
                REQUEST,
                "@Size(max = " + maxItems + ", message = \"InvalidParameter.ImageId\")",
                CONTRACT.set(PARAMETERS + "ImageId/schema/maxItems", "" + maxItems));
    }

    @Test
    void generatesDefaults() {
        int pageSize = CONTRACT.integer(PAGE_SIZE + "default") + 1;
        assertAdds(REQUEST, "Integer pageSize = " + pageSize + ";", CONTRACT.set(PAGE_SIZE + "default", "" + pageSize));
        assertAdds(
                REQUEST,
                "Arrays.asList(ImageStatus.WAITING, ImageStatus.AVAILABLE)",
                CONTRACT.set(PARAMETERS + "Status/schema/default", "[Waiting, Available]"));
        assertAdds(
                "api.CommonParameter",
                "FORMAT(\"Format\", null, null, List.of(), \"YAML\")",
                CONTRACT.set(COMMON_PARAMETERS + "Format/schema/default", "YAML"));
    }

    @Test
    void requiredObjectIsEmptyAndOptionalObjectIsNull() {
        var image = original.source("model.Image");
        assertThat(image).contains("private Tags tags = new Tags();");
        assertThat(image).contains("private Features features;");
    }

    @Test
    void generatesAliases() {
        assertAdds(
                "model.TagFilter",
                "@Alias(\"KEY\") private String key;",
                CONTRACT.set("common.yaml#/components/schemas/TagFilter/properties/Key/x-alias", "KEY"));
    }

    @Test
    void generatesErrorsOfConstraints() {
        assertAdds(
                REQUEST,
                "@InvalidValue(\"InvalidTagCount\") private ImageUsage usage",
                CONTRACT.set(PARAMETERS + "Usage/x-errors/enum", "InvalidTagCount"));
        assertAdds(
                "api.CommonParameter",
                "VERSION(\"Version\", ApiError.MISSING_VERSION, ApiError.INVALID_USAGE,",
                CONTRACT.set(COMMON_PARAMETERS + "Version/x-errors/enum", "InvalidUsage"));
    }

    @Test
    void generatesAllowedValues() {
        assertAdds("model.ImageUsage", "DISK(\"disk\")", CONTRACT.add(IMAGE_USAGE, "disk"));
        var versions = COMMON_PARAMETERS + "Version/schema/enum";
        assertAdds(
                "api.CommonParameter",
                "List.of(\"" + CONTRACT.string(versions + "/0") + "\", \"2030-01-01\")",
                CONTRACT.add(versions, "'2030-01-01'"));
    }

    @Test
    void generatesErrors() {
        var status = CONTRACT.string(ERROR + "/status");
        var message = CONTRACT.string(ERROR + "/message");
        var error = "INVALID_USAGE(\"InvalidUsage\", %s, \"%s\", \"%s\",";
        assertAdds(
                "api.ApiError",
                error.formatted(status, "Usage.Wrong", message),
                CONTRACT.set(ERROR + "/code", "Usage.Wrong"));
        var changed = CONTRACT.set(ERROR + "/message", "No usage");
        assertThat(server(changed).source("api.ApiError")).containsPattern("INVALID_USAGE\\([^)]*\"No usage\"");
        var gone = CONTRACT.set(ROOT + "/components/responses/410", "{description: Gone.}")
                .set(ERROR + "/status", "410");
        assertThat(server(gone).source("api.ApiError")).contains("INVALID_USAGE(\"InvalidUsage\", 410,");
    }

    @Test
    void escapesErrorMessages() throws Exception {
        var message = "\"quoted\", back\\slash, 中文 & <tag> {{x}} %s";
        var sources = server(CONTRACT.set(ERROR + "/message", "'" + message + "'"));
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
        var configured = GeneratedSources.server(CONTRACT, folder, options).source("api.DescribeImagesApi");
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
        assertAdds("api.CommonParameter", "\"ListImages\"", CONTRACT.set(OPERATION + "operationId", "ListImages"));
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
        var client = GeneratedSources.client(CONTRACT, folder);
        var request = client.source(REQUEST);
        assertThat(request).contains("private Integer pageSize;");
        assertThat(request).contains("private List<ImageStatus> status;");
        assertThat(request).doesNotContain("InvalidValue", "InvalidParameter");
        assertThat(client.classNames()).doesNotContain("api.ApiError");

        var versioned = GeneratedSources.client(
                CONTRACT.set(COMMON_PARAMETERS + "Version/schema/enum", "['2030-01-01']"), folder);
        assertThat(client.classNames()).contains("api.EcsApi");
        assertThat(versioned.source("api.EcsApi")).contains("action = \"DescribeImages\", version = \"2030-01-01\"");
    }

    @Test
    void clientHasMaximumPageSizesEnumValuesAndErrorCodes() {
        var client = GeneratedSources.client(CONTRACT, folder);
        var constant = "int DESCRIBE_IMAGES_MAXIMUM_PAGE_SIZE = %d;";
        int maximum = CONTRACT.integer(PAGE_SIZE + "maximum");
        assertThat(client.source("api.EcsApi")).contains(constant.formatted(maximum));
        assertThat(client.source("model.ImageUsage")).contains("ImageUsage NONE = new ImageUsage(\"none\");");
        assertThat(client.source("model.ErrorCode"))
                .contains("String MISSING_PARAMETER")
                .doesNotContain("USAGE_WRONG");
        assertThat(client.source("model.Image")).doesNotContain("= \"Available\"");

        var changed = CONTRACT.set(PAGE_SIZE + "maximum", "" + (maximum + 1))
                .set(IMAGE_USAGE, "[instance, disk]")
                .set(ERROR + "/code", "Usage.Wrong");
        var other = GeneratedSources.client(changed, folder);
        assertThat(other.source("api.EcsApi")).contains(constant.formatted(maximum + 1));
        assertThat(other.source("model.ImageUsage")).contains("ImageUsage DISK = new ImageUsage(\"disk\");");
        assertThat(other.source("model.ImageUsage")).doesNotContain("NONE");
        assertThat(other.source("model.ErrorCode")).contains("String USAGE_WRONG = \"Usage.Wrong\";");
    }
}
