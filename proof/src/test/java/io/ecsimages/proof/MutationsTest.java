package io.ecsimages.proof;

import static io.ecsimages.proof.Product.DOES_NOT_COMPILE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The contract is changed in a copy, in one small way at a time; the server and the client are generated and compiled
 * anew, from the hand-written sources as they are, and started. What they do follows, and so does the documentation. Where
 * Java names what the contract no longer has, the compiler points at the files to write, and at no others.
 */
class MutationsTest {

    private static final String LIMITS = "minimum: 1, maximum: 100, default: 10}";
    private static final String TOTAL_COUNT = "TotalCount:\n          type: integer\n          format: int32\n"
            + "          description: How many images meet the conditions";
    private static final String SNAPSHOT_ID = """
                - name: SnapshotId
                  in: query
            """;
    private static final String PRODUCT_CODE =
            "        ProductCode: {type: string, default: '', description: The product code of a market image., example: ''}\n";
    private static final String IS_SUBSCRIBED = """
                    IsSubscribed:
                      type: boolean
                      default: false
                      description: Whether the caller subscribed to the product of this market image.
                      example: false
            """;
    private static final String IS_COPIED =
            "IsCopied: {type: boolean, default: false, description: Whether the image is a copy., example: false}";
    private static final String INVALID_FILTER_VALUE = "              InvalidFilterValue:\n";
    private static final String IMAGE = "/body/Images/Image/0/";

    /** A few are tried by every build. */
    private static final List<Mutation> FEW = List.of(
            Mutation.of("another maximum", LIMITS, LIMITS.replace("100", "50"))
                    .server("PageSize=50", "/status", "200", "200")
                    .server("PageSize=51", "/status", "200", "400")
                    .client("EcsApi.DESCRIBE_IMAGES_MAXIMUM_PAGE_SIZE", "100", "50")
                    .docsOf("PageSize", "/schema/maximum", "100", "50"),
            Mutation.of("another code", "Code: InvalidUsage\n", "Code: Usage.Invalid\n")
                    .server("Usage=any", "/body/Code", "\"InvalidUsage\"", "\"Usage.Invalid\"")
                    .client("ErrorCode.USAGE_INVALID", DOES_NOT_COMPILE, "Usage.Invalid")
                    .docs(error("404", "InvalidUsage") + "/value/Code", "\"InvalidUsage\"", "\"Usage.Invalid\""));

    /** All others are tried with {@code -Decs-images.mutations=all}. */
    private static final List<Mutation> OTHERS = List.of(
            Mutation.of("another minimum", LIMITS, LIMITS.replace("minimum: 1,", "minimum: 2,"))
                    .server("PageSize=2", "/status", "200", "200")
                    .server("PageSize=1", "/status", "200", "400")
                    .docsOf("PageSize", "/schema/minimum", "1", "2"),
            Mutation.of("another default", LIMITS, LIMITS.replace("default: 10", "default: 3"))
                    .server("", "/body/PageSize", "10", "3")
                    .client(describeImages("") + ".getPageSize()", "10", "3")
                    .docsOf("PageSize", "/schema/default", "10", "3"),
            Mutation.of("another default of a list", "default: [Available]", "default: [Creating]")
                    .server("ImageOwnerAlias=system", "/body/TotalCount", "9", "0")
                    .docsOf("Status", "/schema/default/0", "\"Available\"", "\"Creating\""),
            Mutation.of(
                            "another limit of a list of structures",
                            "maxItems: 5\n        items: {$ref: 'common.yaml",
                            "maxItems: 2\n        items: {$ref: 'common.yaml")
                    .server("Tag.2.Key=a", "/status", "200", "200")
                    .server("Tag.3.Key=a", "/body/Code", "", "\"InvalidTagCount\"")
                    .docsOf("Tag", "/schema/maxItems", "5", "2"),
            Mutation.of("another limit of a list with commas", "maxItems: 100\n", "maxItems: 2\n")
                    .server("ImageId=a,b", "/status", "200", "200")
                    .server("ImageId=a,b,c", "/body/Code", "", "\"InvalidParameter\"")
                    .docsOf("ImageId", "/schema/maxItems", "100", "2"),
            Mutation.of("another pattern", "'^ecs\\.[a-z]", "'^vm\\.[a-z]")
                    .server("InstanceType=ecs.g7.large", "/status", "200", "400")
                    .server("InstanceType=vm.g7.large", "/status", "400", "200"),
            Mutation.of("an allowed value more", "enum: [instance, none]", "enum: [instance, none, disk]")
                    .server("Usage=disk", "/status", "404", "200")
                    .client("ImageUsage.DISK", DOES_NOT_COMPILE, "disk")
                    .docs("/components/schemas/ImageUsage/enum/2", "", "\"disk\""),
            Mutation.of("an allowed value less", "enum: [windows, linux]", "enum: [linux]")
                    .server("OSType=windows", "/status", "200", "404")
                    .client("OSType.WINDOWS", "windows", DOES_NOT_COMPILE)
                    .docs("/components/schemas/OSType/enum", "[\"windows\",\"linux\"]", "[\"linux\"]"),
            Mutation.of("an allowed value less that Java names", ", Deprecated, ALL]", ", Deprecated]")
                    .refused(Module.SERVER, "DescribeImagesRules.java", "DumpedImage.java", "ImageFilters.java")
                    .docs("/components/schemas/ImageStatus/enum/6", "\"ALL\"", ""),
            Mutation.of("another message", "'The specifed Usage is not valid'\n", "'This is no Usage'\n")
                    .server("Usage=any", "/body/Message", "\"The specifed Usage is not valid\"", "\"This is no Usage\"")
                    .client(
                            describeImages(".usage(ImageUsage.of(\"any\"))"),
                            "404 InvalidUsage The specifed Usage is not valid",
                            "404 InvalidUsage This is no Usage")
                    .docs(
                            error("404", "InvalidUsage") + "/value/Message",
                            "\"The specifed Usage is not valid\"",
                            "\"This is no Usage\""),
            Mutation.of("another status", INVALID_FILTER_VALUE, """
                          '410':
                            description: 'A filter asks for what is gone.'
                            content:
                              application/json:
                                schema: {$ref: 'ecs-images.yaml#/components/schemas/ErrorResponse'}
                                examples:
                    """ + INVALID_FILTER_VALUE)
                    .server("Filter.1.Key=CreationStartTime&Filter.1.Value=now", "/status", "404", "410")
                    .docs(error("410", "InvalidFilterValue") + "/value/Code", "", "\"InvalidFilterValue\""),
            Mutation.of("another error of a constraint", "{enum: InvalidUsage}", "{enum: InvalidOSType}")
                    .server("Usage=any", "/body/Code", "\"InvalidUsage\"", "\"InvalidOSType\"")
                    .docsOf("Usage", "/x-errors/enum", "\"InvalidUsage\"", "\"InvalidOSType\""),
            Mutation.of(
                            "a constraint on a member of a structure",
                            "minLength: 1\n          description: The tag's key.\n"
                                    + "          x-errors: {required: InvalidTag.Mismatch, minLength: InvalidTag.Mismatch}",
                            "maxLength: 3\n          description: The tag's key.\n"
                                    + "          x-errors: {required: InvalidTag.Mismatch, maxLength: InvalidTag.Mismatch}")
                    .server("Tag.1.Key=env", "/status", "200", "200")
                    .server("Tag.1.Key=team", "/body/Code", "", "\"InvalidTag.Mismatch\"")
                    .docs(field("TagFilter", "Key") + "/maxLength", "", "3"),
            Mutation.of(
                            "a parameter made required",
                            SNAPSHOT_ID,
                            SNAPSHOT_ID + "      required: true\n      x-errors: {required: InvalidOSType}\n")
                    .server("SnapshotId=s-1", "/status", "200", "200")
                    .server("", "/body/Code", "", "\"InvalidOSType\"")
                    .docsOf("SnapshotId", "/required", "", "true"),
            Mutation.of("a parameter more", SNAPSHOT_ID, """
                        - name: Colour
                          in: query
                          description: Only images of this colour.
                          x-errors: {enum: InvalidUsage}
                          schema: {type: string, enum: [red, blue]}
                          example: red
                    """ + SNAPSHOT_ID)
                    .server("Colour=red", "/status", "200", "200")
                    .server("Colour=green", "/body/Code", "", "\"InvalidUsage\"")
                    .client(describeImages(".colour(null)") + ".getPageNumber()", DOES_NOT_COMPILE, "1")
                    .docsOf("Colour", "/example", "", "\"red\""),
            Mutation.of("a parameter renamed", "- name: ShowExpired\n", "- name: IncludeExpired\n")
                    .server("ShowExpired=0", "/status", "400", "200")
                    .server("IncludeExpired=0", "/status", "200", "400")
                    .client(describeImages(".includeExpired(true)") + ".getPageNumber()", DOES_NOT_COMPILE, "1")
                    .docsOf("IncludeExpired", "/schema/type", "", "\"boolean\"")
                    .docsOf("ShowExpired", "/schema/type", "\"boolean\"", ""),
            Mutation.of("a parameter renamed that Java names", SNAPSHOT_ID, SNAPSHOT_ID.replace("Id", "Name"))
                    .refused(Module.SERVER, "ImageFilters.java")
                    .client("new DescribeImagesRequest().snapshotName(\"s\").getSnapshotName()", DOES_NOT_COMPILE, "s")
                    .docsOf("SnapshotName", "/schema/type", "", "\"string\""),
            Mutation.of(
                            "a field more",
                            PRODUCT_CODE,
                            PRODUCT_CODE
                                    + PRODUCT_CODE
                                            .replace("ProductCode", "Colour")
                                            .replace("''", "grey"))
                    .server("", IMAGE + "Colour", "", "\"grey\"")
                    .client(describeImages("") + ".getImages().getImage().get(0).getColour()", DOES_NOT_COMPILE, "grey")
                    .docs(field("Image", "Colour") + "/example", "", "\"grey\""),
            new Mutation(
                            "a field less",
                            contract -> contract.with(PRODUCT_CODE, "").with("        - ProductCode\n", ""))
                    .server("", IMAGE + "ProductCode", "\"\"", "")
                    .client("new Image().productCode(\"p\").getProductCode()", "p", DOES_NOT_COMPILE)
                    .docs(field("Image", "ProductCode") + "/type", "\"string\"", ""),
            new Mutation(
                            "a field less that Java names",
                            contract -> contract.with(IS_SUBSCRIBED, "").with("        - IsSubscribed\n", ""))
                    .refused(Module.SERVER, "AccountTies.java", "Exporter.java", "ImageDocuments.java")
                    .docs(field("Image", "IsSubscribed") + "/type", "\"boolean\"", ""),
            Mutation.of(
                            "a field retyped",
                            IS_COPIED,
                            IS_COPIED.replace("boolean, default: false", "string, default: 'no'"))
                    .server("", IMAGE + "IsCopied", "false", "\"false\"")
                    .client("new Image().isCopied(\"yes\").getIsCopied()", DOES_NOT_COMPILE, "yes")
                    .docs(field("Image", "IsCopied") + "/type", "\"boolean\"", "\"string\""),
            Mutation.of(
                            "a field retyped that Java names",
                            TOTAL_COUNT,
                            TOTAL_COUNT.replace("integer", "string").replace("          format: int32\n", ""))
                    .refused(Module.SERVER, "DescribeImagesController.java")
                    .refused(Module.CLIENT, "AllImages.java")
                    .docs(field("DescribeImagesResponse", "TotalCount") + "/type", "\"integer\"", "\"string\""),
            Mutation.of("another version of the API", "enum: ['2014-05-26']}", "enum: ['2026-01-01']}")
                    .server("Version=2014-05-26", "/body/Code", "", "\"InvalidVersion\"")
                    .server("Version=2026-01-01", "/body/Code", "\"InvalidVersion\"", "")
                    .client(describeImages("") + ".getPageNumber()", "1", "1")
                    .docsOf("Version", "/schema/enum/0", "\"2014-05-26\"", "\"2026-01-01\""),
            Mutation.of("a call renamed", "operationId: DescribeImages\n", "operationId: ListImages\n")
                    .refused(
                            Module.SERVER,
                            "DescribeImageFromFamilyController.java",
                            "DescribeImagesController.java",
                            "DescribeImagesRules.java",
                            "Explanation.java",
                            "ImageCommands.java",
                            "ImageFilters.java",
                            "ImageQuery.java")
                    .refused(Module.CLIENT, "AllImages.java", "EcsImages.java")
                    .docs("/paths/~1#Action=DescribeImages/get/operationId", "\"DescribeImages\"", "\"ListImages\""));

    private static int tried;
    private static int followed;

    @TempDir
    private static Path unchangedFolder;

    private static Product unchanged;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        unchanged = Product.unchanged(unchangedFolder);
    }

    @AfterAll
    static void stop() {
        unchanged.close();
        System.out.println("mutations of the contract that everything followed: " + followed + " of " + tried);
    }

    static Stream<Mutation> mutations() {
        var all = System.getProperty("ecs-images.mutations", "few").equals("all");
        return all ? Stream.concat(FEW.stream(), OTHERS.stream()) : FEW.stream();
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void everythingFollows(Mutation mutation) throws Exception {
        tried++;
        mutation.holdsBefore(unchanged);
        var root = mutation.contract().writeTo(folder.resolve("openapi"), folder.resolve("docs/META-INF/docs"));
        for (Module module : Module.values()) {
            var refused = module.build(root, folder.resolve(module.folder().getFileName()));
            assertEquals(mutation.refused(module), refused, "files that the compiler refuses");
        }
        try (var changed = Product.in(folder)) {
            mutation.holdsAfter(changed);
            if (mutation.isBuilt()) {
                assertEquals(changed.documentation(), changed.served());
            }
        }
        followed++;
    }

    /** Where the documentation has an error of DescribeImages. */
    private static String error(String status, String id) {
        return "/paths/~1#Action=DescribeImages/get/responses/" + status + "/content/application~1json/examples/" + id;
    }

    private static String describeImages(String more) {
        return "ecs.describeImages(new DescribeImagesRequest().regionId(\"cn-hangzhou\")" + more + ")";
    }

    private static String field(String schema, String name) {
        return "/components/schemas/" + schema + "/properties/" + name;
    }
}
