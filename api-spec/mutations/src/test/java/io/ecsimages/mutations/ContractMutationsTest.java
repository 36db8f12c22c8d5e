package io.ecsimages.mutations;

import static io.ecsimages.mutations.SystemUnderTest.DOES_NOT_COMPILE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Applies mutations to a copy of the contract, one at a time, and checks that server, client and documentation change with it.
 *
 * <p>For each mutation, the test generates and compiles server and client with their unchanged hand-written sources, and starts
 * them. If hand-written code uses what a mutation removes, the test expects compile errors in exactly these files.
 */
class ContractMutationsTest {

    private static final String LIMITS = "minimum: 1, maximum: 100, default: 10}";
    private static final String TOTAL_COUNT = "TotalCount:\n          type: integer\n          format: int32\n"
            + "          description: The number of images that meet the conditions";
    private static final String SNAPSHOT_ID = """
                - name: SnapshotId
                  in: query
            """;
    private static final String PRODUCT_CODE =
            "        ProductCode: {type: string, default: '', description: The product code of a Marketplace image., example: ''}\n";
    private static final String IS_SUBSCRIBED = """
                    IsSubscribed:
                      type: boolean
                      default: false
                      description: Whether the caller subscribed to the product of this Marketplace image.
                      example: false
            """;
    private static final String IS_COPIED =
            "IsCopied: {type: boolean, default: false, description: Whether the image is a copy., example: false}";
    private static final String INVALID_FILTER_VALUE = "              InvalidFilterValue:\n";
    private static final String IMAGE = "/body/Images/Image/0/";

    /** The mutations of every build. */
    private static final List<Mutation> DEFAULT_MUTATIONS = List.of(
            Mutation.of("changed maximum", LIMITS, LIMITS.replace("100", "50"))
                    .server("PageSize=50", "/status", "200", "200")
                    .server("PageSize=51", "/status", "200", "400")
                    .client("EcsApi.DESCRIBE_IMAGES_MAXIMUM_PAGE_SIZE", "100", "50")
                    .parameterDocs("PageSize", "/schema/maximum", "100", "50"),
            Mutation.of("changed error code", "Code: InvalidUsage\n", "Code: Usage.Invalid\n")
                    .server("Usage=any", "/body/Code", "\"InvalidUsage\"", "\"Usage.Invalid\"")
                    .client("ErrorCode.USAGE_INVALID", DOES_NOT_COMPILE, "Usage.Invalid")
                    .docs(error("404", "InvalidUsage") + "/value/Code", "\"InvalidUsage\"", "\"Usage.Invalid\""));

    /** The mutations that {@code -Decs-images.mutations=all} adds. */
    private static final List<Mutation> ADDITIONAL_MUTATIONS = List.of(
            Mutation.of("changed minimum", LIMITS, LIMITS.replace("minimum: 1,", "minimum: 2,"))
                    .server("PageSize=2", "/status", "200", "200")
                    .server("PageSize=1", "/status", "200", "400")
                    .parameterDocs("PageSize", "/schema/minimum", "1", "2"),
            Mutation.of("changed default", LIMITS, LIMITS.replace("default: 10", "default: 3"))
                    .server("", "/body/PageSize", "10", "3")
                    .client(describeImages("") + ".getPageSize()", "10", "3")
                    .parameterDocs("PageSize", "/schema/default", "10", "3"),
            Mutation.of("changed default of a list", "default: [Available]", "default: [Creating]")
                    .server("ImageName=web-prod-*", "/body/TotalCount", "2", "1")
                    .parameterDocs("Status", "/schema/default/0", "\"Available\"", "\"Creating\""),
            Mutation.of(
                            "changed maxItems of a repeat list",
                            "maxItems: 5\n        items: {$ref: 'common.yaml",
                            "maxItems: 2\n        items: {$ref: 'common.yaml")
                    .server("Tag.2.Key=a", "/status", "200", "200")
                    .server("Tag.3.Key=a", "/body/Code", "", "\"InvalidTagCount\"")
                    .parameterDocs("Tag", "/schema/maxItems", "5", "2"),
            Mutation.of("changed maxItems of a comma-separated list", "maxItems: 100\n", "maxItems: 2\n")
                    .server("ImageId=a,b", "/status", "200", "200")
                    .server("ImageId=a,b,c", "/body/Code", "", "\"InvalidParameter\"")
                    .parameterDocs("ImageId", "/schema/maxItems", "100", "2"),
            Mutation.of("changed pattern", "'^ecs\\.[a-z]", "'^vm\\.[a-z]")
                    .server("InstanceType=ecs.g7.large", "/status", "200", "400")
                    .server("InstanceType=vm.g7.large", "/status", "400", "200"),
            Mutation.of("added enum value", "enum: [instance, none]", "enum: [instance, none, disk]")
                    .server("Usage=disk", "/status", "404", "200")
                    .client("ImageUsage.DISK", DOES_NOT_COMPILE, "disk")
                    .docs("/components/schemas/ImageUsage/enum/2", "", "\"disk\""),
            Mutation.of("removed enum value", "enum: [windows, linux]", "enum: [linux]")
                    .server("OSType=windows", "/status", "200", "404")
                    .client("OSType.WINDOWS", "windows", DOES_NOT_COMPILE)
                    .docs("/components/schemas/OSType/enum", "[\"windows\",\"linux\"]", "[\"linux\"]"),
            Mutation.of("removed enum value that Java uses", ", Deprecated, ALL]", ", Deprecated]")
                    .compileErrors(
                            GeneratedModule.SERVER,
                            "AttributeCriteria.java",
                            "DescribeImagesValidator.java",
                            "ImportedImage.java")
                    .docs("/components/schemas/ImageStatus/enum/6", "\"ALL\"", ""),
            Mutation.of("changed error message", "'The specifed Usage is not valid'\n", "'This is no Usage'\n")
                    .server("Usage=any", "/body/Message", "\"The specifed Usage is not valid\"", "\"This is no Usage\"")
                    .client(
                            describeImages(".usage(ImageUsage.of(\"any\"))"),
                            "404 InvalidUsage The specifed Usage is not valid",
                            "404 InvalidUsage This is no Usage")
                    .docs(
                            error("404", "InvalidUsage") + "/value/Message",
                            "\"The specifed Usage is not valid\"",
                            "\"This is no Usage\""),
            Mutation.of("changed error status", INVALID_FILTER_VALUE, """
                          '410':
                            description: 'The filter value is gone.'
                            content:
                              application/json:
                                schema: {$ref: 'ecs-images.yaml#/components/schemas/ErrorResponse'}
                                examples:
                    """ + INVALID_FILTER_VALUE)
                    .server("Filter.1.Key=CreationStartTime&Filter.1.Value=now", "/status", "404", "410")
                    .docs(error("410", "InvalidFilterValue") + "/value/Code", "", "\"InvalidFilterValue\""),
            Mutation.of("changed error of a constraint", "{enum: InvalidUsage}", "{enum: InvalidOSType}")
                    .server("Usage=any", "/body/Code", "\"InvalidUsage\"", "\"InvalidOSType\"")
                    .parameterDocs("Usage", "/x-errors/enum", "\"InvalidUsage\"", "\"InvalidOSType\""),
            Mutation.of(
                            "changed constraint of a property",
                            "minLength: 1\n          description: The tag's key.\n"
                                    + "          x-errors: {required: InvalidTag.Mismatch, minLength: InvalidTag.Mismatch}",
                            "maxLength: 3\n          description: The tag's key.\n"
                                    + "          x-errors: {required: InvalidTag.Mismatch, maxLength: InvalidTag.Mismatch}")
                    .server("Tag.1.Key=env", "/status", "200", "200")
                    .server("Tag.1.Key=team", "/body/Code", "", "\"InvalidTag.Mismatch\"")
                    .docs(field("TagFilter", "Key") + "/maxLength", "", "3"),
            Mutation.of(
                            "required parameter",
                            SNAPSHOT_ID,
                            SNAPSHOT_ID + "      required: true\n      x-errors: {required: InvalidOSType}\n"
                                    + "      x-evidence: [own]\n")
                    .server("SnapshotId=s-1", "/status", "200", "200")
                    .server("", "/body/Code", "", "\"InvalidOSType\"")
                    .parameterDocs("SnapshotId", "/required", "", "true"),
            Mutation.of("added parameter", SNAPSHOT_ID, """
                        - name: Colour
                          in: query
                          description: Only images of this colour.
                          x-errors: {enum: InvalidUsage}
                          x-evidence: [own]
                          schema: {type: string, enum: [red, blue]}
                          example: red
                    """ + SNAPSHOT_ID)
                    .server("Colour=red", "/status", "200", "200")
                    .server("Colour=green", "/body/Code", "", "\"InvalidUsage\"")
                    .client(describeImages(".colour(null)") + ".getPageNumber()", DOES_NOT_COMPILE, "1")
                    .parameterDocs("Colour", "/example", "", "\"red\""),
            Mutation.of("renamed parameter", "- name: ShowExpired\n", "- name: IncludeExpired\n")
                    .server("ShowExpired=0", "/status", "400", "200")
                    .server("IncludeExpired=0", "/status", "200", "400")
                    .client(describeImages(".includeExpired(true)") + ".getPageNumber()", DOES_NOT_COMPILE, "1")
                    .parameterDocs("IncludeExpired", "/schema/type", "", "\"boolean\"")
                    .parameterDocs("ShowExpired", "/schema/type", "\"boolean\"", ""),
            Mutation.of("renamed parameter that Java uses", SNAPSHOT_ID, SNAPSHOT_ID.replace("Id", "Name"))
                    .compileErrors(GeneratedModule.SERVER, "AttributeCriteria.java")
                    .client("new DescribeImagesRequest().snapshotName(\"s\").getSnapshotName()", DOES_NOT_COMPILE, "s")
                    .parameterDocs("SnapshotName", "/schema/type", "", "\"string\""),
            Mutation.of(
                            "added field",
                            PRODUCT_CODE,
                            PRODUCT_CODE
                                    + PRODUCT_CODE
                                            .replace("ProductCode", "Colour")
                                            .replace("''", "grey"))
                    .server("", IMAGE + "Colour", "", "\"grey\"")
                    .client(describeImages("") + ".getImages().getImage().get(0).getColour()", DOES_NOT_COMPILE, "grey")
                    .docs(field("Image", "Colour") + "/example", "", "\"grey\""),
            new Mutation(
                            "removed field",
                            contract -> contract.replace(PRODUCT_CODE, "").replace("        - ProductCode\n", ""))
                    .server("", IMAGE + "ProductCode", "\"\"", "")
                    .client("new Image().productCode(\"p\").getProductCode()", "p", DOES_NOT_COMPILE)
                    .docs(field("Image", "ProductCode") + "/type", "\"string\"", ""),
            new Mutation(
                            "removed field that Java uses",
                            contract -> contract.replace(IS_SUBSCRIBED, "").replace("        - IsSubscribed\n", ""))
                    .compileErrors(
                            GeneratedModule.SERVER, "DocumentRenderer.java", "Entitlements.java", "Exporter.java")
                    .docs(field("Image", "IsSubscribed") + "/type", "\"boolean\"", ""),
            Mutation.of(
                            "changed type of a field",
                            IS_COPIED,
                            IS_COPIED.replace("boolean, default: false", "string, default: 'no'"))
                    .server("", IMAGE + "IsCopied", "false", "\"false\"")
                    .client("new Image().isCopied(\"yes\").getIsCopied()", DOES_NOT_COMPILE, "yes")
                    .docs(field("Image", "IsCopied") + "/type", "\"boolean\"", "\"string\""),
            Mutation.of(
                            "changed type of a field that Java uses",
                            TOTAL_COUNT,
                            TOTAL_COUNT.replace("integer", "string").replace("          format: int32\n", ""))
                    .compileErrors(GeneratedModule.SERVER, "DescribeImagesController.java")
                    .compileErrors(GeneratedModule.CLIENT, "ImagePaginator.java")
                    .docs(field("DescribeImagesResponse", "TotalCount") + "/type", "\"integer\"", "\"string\""),
            Mutation.of("changed API version", "enum: ['2014-05-26']}", "enum: ['2026-01-01']}")
                    .server("Version=2014-05-26", "/body/Code", "", "\"InvalidVersion\"")
                    .server("Version=2026-01-01", "/body/Code", "\"InvalidVersion\"", "")
                    .client(describeImages("") + ".getPageNumber()", "1", "1")
                    .parameterDocs("Version", "/schema/enum/0", "\"2014-05-26\"", "\"2026-01-01\""),
            Mutation.of("renamed operation", "operationId: DescribeImages\n", "operationId: ListImages\n")
                    .compileErrors(
                            GeneratedModule.SERVER,
                            "AttributeCriteria.java",
                            "DescribeImageFromFamilyController.java",
                            "DescribeImagesController.java",
                            "DescribeImagesValidator.java",
                            "FilterDiagnostics.java",
                            "ImageCommands.java",
                            "ImageCriteria.java")
                    .compileErrors(GeneratedModule.CLIENT, "ImagePaginator.java", "EcsImages.java")
                    .docs("/paths/~1#Action=DescribeImages/get/operationId", "\"DescribeImages\"", "\"ListImages\""));

    private static int applied;
    private static int detected;

    @TempDir
    private static Path originalFolder;

    private static SystemUnderTest original;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        original = SystemUnderTest.original(originalFolder);
    }

    @AfterAll
    static void stop() {
        original.close();
        System.out.println("contract mutations detected: " + detected + " of " + applied);
    }

    static Stream<Mutation> mutations() {
        var all = System.getProperty("ecs-images.mutations", "default").equals("all");
        return all
                ? Stream.concat(DEFAULT_MUTATIONS.stream(), ADDITIONAL_MUTATIONS.stream())
                : DEFAULT_MUTATIONS.stream();
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void serverClientAndDocumentationFollow(Mutation mutation) throws Exception {
        applied++;
        mutation.verifyOriginal(original);
        var root = mutation.mutatedContract().writeTo(folder.resolve("openapi"), folder.resolve("docs/META-INF/docs"));
        for (GeneratedModule module : GeneratedModule.values()) {
            var compileErrors =
                    module.build(root, folder.resolve(module.folder().getFileName()));
            assertThat(compileErrors).as("files with compile errors").isEqualTo(mutation.compileErrors(module));
        }
        try (var mutant = SystemUnderTest.mutant(folder)) {
            mutation.verifyMutant(mutant);
            if (mutation.compiles()) {
                assertThat(mutant.servedDocument()).isEqualTo(mutant.documentation());
            }
        }
        detected++;
    }

    /** Returns the JSON pointer of an error of DescribeImages. */
    private static String error(String status, String id) {
        return "/paths/~1#Action=DescribeImages/get/responses/" + status + "/content/application~1json/examples/" + id;
    }

    private static String describeImages(String parameters) {
        return "ecs.describeImages(new DescribeImagesRequest().regionId(\"cn-hangzhou\")" + parameters + ")";
    }

    private static String field(String schema, String name) {
        return "/components/schemas/" + schema + "/properties/" + name;
    }
}
