package io.ecsimages.mutations;

import static io.ecsimages.apispec.ContractSource.ORIGINAL;
import static io.ecsimages.mutations.SystemUnderTest.DOES_NOT_COMPILE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.ecsimages.apispec.Bundler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
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

    private static final String ROOT = "ecs-images.yaml#/";
    private static final String VERSIONS = ROOT + "components/parameters/Version/schema/enum";
    private static final String OPERATION = "describe-images.yaml#/pathItem/get/";
    private static final String ERRORS = OPERATION + "x-operation-errors/";
    private static final String PARAMETERS = "describe-images.yaml#/pathItem/parameters";
    private static final String SCHEMAS = "describe-images.yaml#/components/schemas/";
    private static final String SHARED_ERRORS = ROOT + "x-shared-errors/";
    private static final String PAGE_NUMBER = "common.yaml#/components/parameters/PageNumber/";
    private static final String PAGE_SIZE = "common.yaml#/components/parameters/PageSize/schema/";
    private static final String TAG_KEY = "common.yaml#/components/schemas/TagFilter/properties/Key/";
    private static final String FIELDS = "common.yaml#/components/schemas/Image/properties/";
    private static final String REQUIRED = "common.yaml#/components/schemas/Image/required";
    private static final String IMAGE = "/body/Images/Image/0/";

    private static final int MAXIMUM = ORIGINAL.integer(PAGE_SIZE + "maximum");
    private static final int MINIMUM = ORIGINAL.integer(PAGE_SIZE + "minimum");
    private static final int DEFAULT = ORIGINAL.integer(PAGE_SIZE + "default");
    private static final int MOST_TAGS = ORIGINAL.integer(PARAMETERS + "/Tag/schema/maxItems");
    private static final int MOST_IDS = ORIGINAL.integer(PARAMETERS + "/ImageId/schema/maxItems");
    private static final String VERSION = ORIGINAL.string(VERSIONS + "/0");
    private static final Error INVALID_USAGE = error("InvalidUsage");

    /** An error of DescribeImages in the original contract. */
    private record Error(String id, String status, String code, String message) {

        String pointer(String otherStatus) {
            return "/paths/~1#Action=DescribeImages/get/responses/" + otherStatus
                    + "/content/application~1json/examples/" + id + "/value/";
        }
    }

    private static Error error(String id) {
        var error = ORIGINAL.get(ERRORS + id);
        return new Error(
                id,
                error.path("status").asText(),
                error.path("code").asText(id),
                error.path("message").asText());
    }

    private static String json(Object value) {
        return TextNode.valueOf(value.toString()).toString();
    }

    private static final List<Mutation> MUTATIONS = List.of(
            Mutation.of("changed maximum", PAGE_SIZE + "maximum", "" + (MAXIMUM - 1))
                    .server("PageSize=" + (MAXIMUM - 1), "/status", "200", "200")
                    .server("PageSize=" + MAXIMUM, "/status", "200", "400")
                    .client("EcsApi.DESCRIBE_IMAGES_MAXIMUM_PAGE_SIZE", "" + MAXIMUM, "" + (MAXIMUM - 1))
                    .parameterDocs("PageSize", "/schema/maximum", "" + MAXIMUM, "" + (MAXIMUM - 1)),
            Mutation.of("changed error code", ERRORS + "InvalidUsage/code", "Usage.Wrong")
                    .server("Usage=any", "/body/Code", json(INVALID_USAGE.code), "\"Usage.Wrong\"")
                    .client("ErrorCode.USAGE_WRONG", DOES_NOT_COMPILE, "Usage.Wrong")
                    .docs(
                            INVALID_USAGE.pointer(INVALID_USAGE.status) + "Code",
                            json(INVALID_USAGE.code),
                            "\"Usage.Wrong\""),
            Mutation.of("changed minimum", PAGE_SIZE + "minimum", "" + (MINIMUM + 1))
                    .server("PageSize=" + (MINIMUM + 1), "/status", "200", "200")
                    .server("PageSize=" + MINIMUM, "/status", "200", "400")
                    .parameterDocs("PageSize", "/schema/minimum", "" + MINIMUM, "" + (MINIMUM + 1))
                    .needsOtherChanges(),
            Mutation.of("changed default", PAGE_SIZE + "default", "" + (DEFAULT + 1))
                    .server("", "/body/PageSize", "" + DEFAULT, "" + (DEFAULT + 1))
                    .client(describeImages("") + ".getPageSize()", "" + DEFAULT, "" + (DEFAULT + 1))
                    .parameterDocs("PageSize", "/schema/default", "" + DEFAULT, "" + (DEFAULT + 1)),
            Mutation.of("changed default of a list", PARAMETERS + "/Status/schema/default", "[Creating]")
                    .server("ImageName=web-prod-*", "/body/TotalCount", "2", "1")
                    .parameterDocs("Status", "/schema/default/0", "\"Available\"", "\"Creating\"")
                    .needsOtherChanges(),
            Mutation.of("changed maxItems of a repeat list", PARAMETERS + "/Tag/schema/maxItems", "" + (MOST_TAGS + 1))
                    .server("Tag." + (MOST_TAGS + 1) + ".Key=a", "/status", "400", "200")
                    .server("Tag." + (MOST_TAGS + 2) + ".Key=a", "/status", "400", "400")
                    .parameterDocs("Tag", "/schema/maxItems", "" + MOST_TAGS, "" + (MOST_TAGS + 1)),
            Mutation.of(
                            "changed maxItems of a comma-separated list",
                            PARAMETERS + "/ImageId/schema/maxItems",
                            "" + (MOST_IDS - 1))
                    .server("ImageId=" + ids(MOST_IDS - 1), "/status", "200", "200")
                    .server("ImageId=" + ids(MOST_IDS), "/status", "200", "400")
                    .parameterDocs("ImageId", "/schema/maxItems", "" + MOST_IDS, "" + (MOST_IDS - 1)),
            Mutation.of(
                            "changed pattern",
                            PARAMETERS + "/InstanceType/schema/pattern",
                            "'^vm\\.[a-z][a-z0-9-]*(\\.[a-z0-9-]+)+$'")
                    .server("InstanceType=ecs.g7.large", "/status", "200", "400")
                    .server("InstanceType=vm.g7.large", "/status", "400", "200")
                    .needsOtherChanges(),
            new Mutation("added enum value", contract -> contract.add(SCHEMAS + "ImageUsage/enum", "disk"))
                    .server("Usage=disk", "/status", INVALID_USAGE.status, "200")
                    .client("ImageUsage.DISK", DOES_NOT_COMPILE, "disk")
                    .docs("/components/schemas/ImageUsage/enum/2", "", "\"disk\""),
            new Mutation(
                            "removed enum value",
                            contract -> contract.removeElement(SCHEMAS + "Architecture/enum", "i386"))
                    .server("Architecture=i386", "/status", "200", error("InvalidArchitecture").status)
                    .client("Architecture.I386", "i386", DOES_NOT_COMPILE)
                    .docs(
                            "/components/schemas/Architecture/enum",
                            enumeration("Architecture", ""),
                            enumeration("Architecture", "i386"))
                    .needsOtherChanges(),
            new Mutation(
                            "removed enum value that Java uses",
                            contract -> contract.removeElement(SCHEMAS + "ImageStatus/enum", "ALL"))
                    .compileErrors(
                            GeneratedModule.SERVER,
                            "AttributeCriteria.java",
                            "DescribeImagesValidator.java",
                            "ImportedImage.java")
                    .docs(
                            "/components/schemas/ImageStatus/enum",
                            enumeration("ImageStatus", ""),
                            enumeration("ImageStatus", "ALL")),
            Mutation.of("changed error message", ERRORS + "InvalidUsage/message", "This is no Usage")
                    .server("Usage=any", "/body/Message", json(INVALID_USAGE.message), "\"This is no Usage\"")
                    .client(
                            describeImages(".usage(ImageUsage.of(\"any\"))"),
                            INVALID_USAGE.status + " " + INVALID_USAGE.code + " " + INVALID_USAGE.message,
                            INVALID_USAGE.status + " " + INVALID_USAGE.code + " This is no Usage")
                    .docs(
                            INVALID_USAGE.pointer(INVALID_USAGE.status) + "Message",
                            json(INVALID_USAGE.message),
                            "\"This is no Usage\""),
            new Mutation(
                            "changed error status",
                            contract -> contract.set(ROOT + "components/responses/410", """
                                                    description: The usage is gone.
                                                    headers:
                                                      x-acs-request-id: {$ref: 'common.yaml#/components/headers/RequestId'}
                                                    """)
                                    .set(ERRORS + "InvalidUsage/status", "410"))
                    .server("Usage=any", "/status", INVALID_USAGE.status, "410")
                    .docs(INVALID_USAGE.pointer("410") + "Code", "", json(INVALID_USAGE.code))
                    .needsOtherChanges(),
            Mutation.of("changed error of a constraint", PARAMETERS + "/Usage/x-errors/enum", "InvalidOSType")
                    .server("Usage=any", "/body/Code", json(INVALID_USAGE.code), json(error("InvalidOSType").code))
                    .parameterDocs("Usage", "/x-errors/enum", "\"InvalidUsage\"", "\"InvalidOSType\"")
                    .needsOtherChanges(),
            new Mutation(
                            "changed constraint of a property",
                            contract -> contract.set(TAG_KEY + "maxLength", "3")
                                    .set(TAG_KEY + "x-errors/maxLength", "InvalidTag.Mismatch"))
                    .server("Tag.1.Key=env", "/status", "200", "200")
                    .server("Tag.1.Key=team", "/status", "200", "400")
                    .docs(field("TagFilter", "Key") + "/maxLength", "", "3")
                    .needsOtherChanges(),
            new Mutation(
                            "required parameter",
                            contract -> contract.set(PARAMETERS + "/SnapshotId/required", "true")
                                    .set(PARAMETERS + "/SnapshotId/x-errors", "{required: InvalidOSType}")
                                    .set(PARAMETERS + "/SnapshotId/x-evidence", "[own]"))
                    .server("SnapshotId=s-1", "/status", "200", "200")
                    .server("", "/body/Code", "", json(error("InvalidOSType").code))
                    .parameterDocs("SnapshotId", "/required", "", "true")
                    .needsOtherChanges(),
            new Mutation("added parameter", contract -> contract.add(PARAMETERS, """
                            name: Colour
                            in: query
                            description: Only images of this colour.
                            x-errors: {enum: InvalidUsage}
                            x-evidence: [own]
                            schema: {type: string, enum: [red, blue]}
                            example: red
                            """))
                    .server("Colour=red", "/status", "200", "200")
                    .server("Colour=green", "/body/Code", "", json(INVALID_USAGE.code))
                    .client(describeImages(".colour(null)") + ".getPageNumber()", DOES_NOT_COMPILE, "1")
                    .parameterDocs("Colour", "/example", "", "\"red\"")
                    .needsOtherChanges(),
            Mutation.of("renamed parameter", PARAMETERS + "/ShowExpired/name", "IncludeExpired")
                    .server("ShowExpired=0", "/status", "400", "200")
                    .server("IncludeExpired=0", "/status", "200", "400")
                    .client(describeImages(".includeExpired(true)") + ".getPageNumber()", DOES_NOT_COMPILE, "1")
                    .parameterDocs("IncludeExpired", "/schema/type", "", "\"boolean\"")
                    .parameterDocs("ShowExpired", "/schema/type", "\"boolean\"", "")
                    .needsOtherChanges(),
            Mutation.of("renamed parameter that Java uses", PARAMETERS + "/SnapshotId/name", "SnapshotName")
                    .compileErrors(GeneratedModule.SERVER, "AttributeCriteria.java")
                    .client("new DescribeImagesRequest().snapshotName(\"s\").getSnapshotName()", DOES_NOT_COMPILE, "s")
                    .parameterDocs("SnapshotName", "/schema/type", "", "\"string\""),
            new Mutation(
                            "added field",
                            contract -> contract.set(
                                            FIELDS + "Colour",
                                            "{type: string, default: grey, description: A colour., example: grey}")
                                    .add(REQUIRED, "Colour"))
                    .server("", IMAGE + "Colour", "", "\"grey\"")
                    .client(describeImages("") + ".getImages().getImage().get(0).getColour()", DOES_NOT_COMPILE, "grey")
                    .docs(field("Image", "Colour") + "/example", "", "\"grey\"")
                    .needsOtherChanges(),
            new Mutation("removed field", contract -> contract.remove(FIELDS + "SupplierName"))
                    // The images of the sample still have it, as a field that the contract does not define.
                    .server("", IMAGE + "SupplierName", "\"\"", "\"\"")
                    .client("new Image().supplierName(\"s\").getSupplierName()", "s", DOES_NOT_COMPILE)
                    .docs(field("Image", "SupplierName") + "/type", "\"string\"", "")
                    .needsOtherChanges(),
            new Mutation(
                            "removed field that Java uses",
                            contract ->
                                    contract.remove(FIELDS + "IsSubscribed").removeElement(REQUIRED, "IsSubscribed"))
                    .compileErrors(GeneratedModule.SERVER, "DocumentRenderer.java", "Exporter.java", "ImageMerger.java")
                    .docs(field("Image", "IsSubscribed") + "/type", "\"boolean\"", ""),
            new Mutation(
                            "changed type of a field",
                            contract -> contract.set(FIELDS + "LoginAsNonRootSupported/type", "string"))
                    .server("", IMAGE + "LoginAsNonRootSupported", "true", "\"true\"")
                    .client(
                            "new Image().loginAsNonRootSupported(\"yes\").getLoginAsNonRootSupported()",
                            DOES_NOT_COMPILE,
                            "yes")
                    .docs(field("Image", "LoginAsNonRootSupported") + "/type", "\"boolean\"", "\"string\"")
                    .needsOtherChanges(),
            new Mutation(
                            "changed type of a field that Java uses",
                            contract -> contract.set(
                                            SCHEMAS + "DescribeImagesResponse/properties/TotalCount/type", "string")
                                    .remove(SCHEMAS + "DescribeImagesResponse/properties/TotalCount/format"))
                    .compileErrors(GeneratedModule.SERVER, "DescribeImagesController.java")
                    .compileErrors(GeneratedModule.CLIENT, "ImagePaginator.java")
                    .docs(field("DescribeImagesResponse", "TotalCount") + "/type", "\"integer\"", "\"string\""),
            Mutation.of("changed API version", VERSIONS, "['2030-01-01']")
                    .server("Version=" + VERSION, "/body/Code", "", "\"InvalidVersion\"")
                    .server("Version=2030-01-01", "/body/Code", "\"InvalidVersion\"", "")
                    .client(describeImages("") + ".getPageNumber()", "1", "1")
                    .parameterDocs("Version", "/schema/enum/0", json(VERSION), "\"2030-01-01\"")
                    .needsOtherChanges(),
            Mutation.of("exclusive maximum", PAGE_SIZE + "exclusiveMaximum", "true")
                    .server("PageSize=" + (MAXIMUM - 1), "/status", "200", "200")
                    .server("PageSize=" + MAXIMUM, "/status", "200", "400")
                    .client("EcsApi.DESCRIBE_IMAGES_MAXIMUM_PAGE_SIZE", "" + MAXIMUM, "" + (MAXIMUM - 1))
                    .parameterDocs("PageSize", "/schema/exclusiveMaximum", "", "true")
                    .needsOtherChanges(),
            Mutation.of("exclusive minimum", PAGE_SIZE + "exclusiveMinimum", "true")
                    .server("PageSize=" + (MINIMUM + 1), "/status", "200", "200")
                    .server("PageSize=" + MINIMUM, "/status", "200", "400")
                    .parameterDocs("PageSize", "/schema/exclusiveMinimum", "", "true")
                    .needsOtherChanges(),
            new Mutation(
                            "multiples of an integer",
                            contract -> contract.set(PAGE_SIZE + "multipleOf", "" + DEFAULT)
                                    .set(
                                            "common.yaml#/components/parameters/PageSize/x-errors/multipleOf",
                                            "InvalidParameter.PageNumber"))
                    .server("PageSize=" + 2 * DEFAULT, "/status", "200", "200")
                    .server(
                            "PageSize=" + (2 * DEFAULT + 1),
                            "/body/Message",
                            "",
                            json(ORIGINAL.string(SHARED_ERRORS + "InvalidParameter.PageNumber/message")))
                    .parameterDocs("PageSize", "/schema/multipleOf", "", "" + DEFAULT)
                    .needsOtherChanges(),
            Mutation.of("deprecated operation", OPERATION + "deprecated", "true")
                    .client(isDeprecated("EcsApi", "describeImages"), "false", "true")
                    .client(isDeprecated("EcsCalls", "describeImages"), "false", "true")
                    .docs("/paths/~1#Action=DescribeImages/get/deprecated", "", "true")
                    .docs("/paths/~1#Action=DescribeImages/post/deprecated", "", "true")
                    .needsOtherChanges(),
            Mutation.of("deprecated parameter", PARAMETERS + "/Usage/deprecated", "true")
                    .client(isDeprecated("DescribeImagesRequest", "getUsage"), "false", "true")
                    .parameterDocs("Usage", "/deprecated", "", "true")
                    .needsOtherChanges(),
            Mutation.of("deprecated field", FIELDS + "OSName/deprecated", "true")
                    .client(isDeprecated("Image", "getOsName"), "false", "true")
                    .docs(field("Image", "OSName") + "/deprecated", "", "true")
                    .needsOtherChanges(),
            new Mutation("changed status of a success", contract -> contract.rename(OPERATION + "responses/200", "202"))
                    .server("", "/status", "200", "202")
                    .client(describeImages("") + ".getPageNumber()", "1", "1")
                    .docs(
                            "/paths/~1#Action=DescribeImages/get/responses/202/$ref",
                            "",
                            "\"#/components/responses/DescribeImages\"")
                    .needsOtherChanges(),
            new Mutation(
                            "changed type of a parameter that Java uses",
                            contract -> contract.set(PARAMETERS + "/ImageOwnerId/schema", "{type: string}")
                                    .remove(PARAMETERS + "/ImageOwnerId/x-errors"))
                    .compileErrors(GeneratedModule.SERVER, "AttributeCriteria.java")
                    .parameterDocs("ImageOwnerId", "/schema/type", "\"integer\"", "\"string\""),
            new Mutation(
                            "changed type of a shared parameter that Java uses",
                            contract -> contract.set(PAGE_NUMBER + "schema", "{type: string, default: '1'}")
                                    .remove(PAGE_NUMBER + "x-errors"))
                    .compileErrors(
                            GeneratedModule.SERVER,
                            "DescribeImageSharePermissionController.java",
                            "DescribeImagesController.java",
                            "DescribeTagsController.java",
                            "SnapshotPage.java")
                    .compileErrors(GeneratedModule.CLIENT, "ImagePaginator.java")
                    .parameterDocs("PageNumber", "/schema/type", "\"integer\"", "\"string\""),
            new Mutation(
                            "renamed operation",
                            contract -> contract.set(OPERATION + "operationId", "ListImages")
                                    .rename(ROOT + "paths/~1#Action=DescribeImages", "/#Action=ListImages"))
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
                    .docs("/paths/~1#Action=DescribeImages/get/operationId", "\"DescribeImages\"", "")
                    .docs("/paths/~1#Action=ListImages/get/operationId", "", "\"ListImages\""));

    private static final long SEED = Long.getLong("ecs-images.seed", System.nanoTime());
    private static final boolean SAMPLE =
            System.getProperty("ecs-images.mutations", "sample").equals("sample");

    /** The number of the server's test classes that run on a mutant of the sample. */
    private static final int SERVER_TESTS = 2;

    private static int applied;
    private static int detected;

    @TempDir
    private static Path originalFolder;

    private static SystemUnderTest original;

    /** The folder of a mutant, a copy of the project if tests run in it. */
    @TempDir
    private Path project;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        original = new SystemUnderTest(Checkout.ROOT, originalFolder);
    }

    @AfterAll
    static void stop() {
        original.close();
        System.out.println("contract mutations detected: " + detected + " of " + applied);
    }

    /** Returns all mutations, those whose name matches a regular expression, or a changing sample of one from each list. */
    @SafeVarargs
    private static List<Mutation> select(List<Mutation>... lists) {
        if (SAMPLE) {
            var sample =
                    Arrays.stream(lists).map(list -> sample(list, 1).get(0)).toList();
            System.out.println("sample of mutations " + sample + "; repeat it with -Decs-images.seed=" + SEED);
            return sample;
        }
        var wanted = System.getProperty("ecs-images.mutations");
        return Arrays.stream(lists)
                .flatMap(List::stream)
                .filter(mutation -> wanted.equals("all")
                        || Pattern.compile(wanted).matcher(mutation.toString()).find())
                .toList();
    }

    private static <T> List<T> sample(List<T> list, int size) {
        var shuffled = new ArrayList<>(list);
        Collections.shuffle(shuffled, new Random(SEED));
        return shuffled.subList(0, size);
    }

    static List<Mutation> mutations() {
        return select(mutationsThat(Mutation::passesTests), mutationsThat(Predicate.not(Mutation::passesTests)));
    }

    static List<Mutation> mutationsThatPassTests() {
        return select(mutationsThat(Mutation::passesTests));
    }

    private static List<Mutation> mutationsThat(Predicate<Mutation> condition) {
        return MUTATIONS.stream().filter(condition).toList();
    }

    /**
     * Also runs the tests with the tag {@code contract} of the modules on a mutant for which they hold without other changes;
     * in an ordinary build, a changing sample of those of the server.
     */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("mutations")
    void serverClientAndDocumentationFollow(Mutation mutation) throws Exception {
        applied++;
        mutation.verifyOriginal(original);
        if (!mutation.passesTests()) {
            verify(mutation, write(mutation));
        } else {
            Checkout.copyTo(project);
            var root = write(mutation);
            try (var apiSpec = ContractTests.ofApiSpec(project)) {
                verify(mutation, root);
                try (var client = ContractTests.ofClient(project);
                        var server = ContractTests.ofServer(project, serverTests())) {
                    apiSpec.verify();
                    client.verify();
                    server.verify();
                }
            }
        }
        detected++;
    }

    private static List<String> serverTests() {
        var tests = ContractTests.classNames("server");
        return SAMPLE ? sample(tests, SERVER_TESTS) : tests;
    }

    /** Builds and starts server and client, and compares them with the expectations. */
    private void verify(Mutation mutation, Path root) throws Exception {
        for (GeneratedModule module : GeneratedModule.values()) {
            assertThat(module.build(root, project))
                    .as("files with compile errors")
                    .isEqualTo(mutation.compileErrors(module));
        }
        try (var mutant = new SystemUnderTest(project, folder)) {
            mutation.verifyMutant(mutant);
            if (mutation.compiles()) {
                assertThat(mutant.servedDocument()).isEqualTo(mutant.documentation());
            }
        }
    }

    /** A mutation is complete if all tests of the modules hold without a change, except for the values that one test pins. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("mutationsThatPassTests")
    @EnabledIfSystemProperty(named = Checkout.MODULES_PROPERTY, matches = ".+")
    void testsOfTheModulesPass(Mutation mutation) throws Exception {
        var failures = Checkout.copyTo(folder).test(mutation.mutatedContract());
        assertThat(failures)
                .as("Maven's errors, with the contract mutated by: %s", mutation)
                .isEmpty();
    }

    /** Writes a contract, its bundles, and the document that the documentation renders, and returns the root document. */
    private Path write(Mutation mutation) throws IOException {
        var apiSpec = project.resolve("api-spec");
        var root = mutation.mutatedContract().writeTo(apiSpec.resolve("openapi"));
        var bundle = apiSpec.resolve("target/classes/META-INF/openapi");
        // Other mutations have strings without a translation.
        var overlays =
                mutation.passesTests() ? Path.of("../overlays") : Files.createDirectories(folder.resolve("overlays"));
        Bundler.main(new String[] {root.toString(), overlays.toString(), "../samples", bundle.toString()});
        var documentation = Files.createDirectories(project.resolve("docs/target/classes/META-INF/docs"));
        Files.copy(bundle.resolve("ecs-images.json"), documentation.resolve("openapi.json"));
        return root;
    }

    private static String ids(int count) {
        return IntStream.range(0, count).mapToObj(i -> "m-" + i).collect(Collectors.joining(","));
    }

    /** Returns the allowed values of a schema without one of them, as JSON. */
    private static String enumeration(String schema, String removed) {
        var values = new ArrayList<String>();
        ORIGINAL.get(SCHEMAS + schema + "/enum").forEach(value -> {
            if (!value.asText().equals(removed)) {
                values.add(value.toString());
            }
        });
        return values.toString().replace(", ", ",");
    }

    private static String describeImages(String parameters) {
        return "ecs.describeImages(new DescribeImagesRequest().regionId(\"cn-hangzhou\")" + parameters + ")";
    }

    /** Returns an expression that says whether a method of the client is deprecated. */
    private static String isDeprecated(String type, String method) {
        return "java.util.Arrays.stream(" + type + ".class.getMethods()).anyMatch(method -> method.getName().equals(\""
                + method + "\") && method.isAnnotationPresent(Deprecated.class))";
    }

    private static String field(String schema, String name) {
        return "/components/schemas/" + schema + "/properties/" + name;
    }
}
