package io.ecsimages.apispec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build refuses an inconsistent document with file, line, place and remedy, and accepts a similar valid one. */
class InvalidContractTest {

    private static final ContractSource ORIGINAL = ContractSource.ORIGINAL.only("DescribeImages");

    private static final String DOCUMENT = "ecs-images.yaml";
    private static final String COMMON = "common.yaml";
    private static final String IMAGES = "describe-images.yaml";
    private static final String ROOT = DOCUMENT + "#";
    private static final String COMMON_PARAMETERS = ROOT + "/components/parameters/";
    private static final String COMMON_ERRORS = ROOT + "/x-common-errors/";
    private static final String SHARED_ERRORS = ROOT + "/x-shared-errors/";
    private static final String OPERATION = "describe-images.yaml#/pathItem/get";
    private static final String OPERATION_ERRORS = OPERATION + "/x-operation-errors/";
    private static final String PARAMETERS = "describe-images.yaml#/pathItem/parameters/";
    private static final String SHARED = "common.yaml#/components/";
    private static final String SNAPSHOT_ID = PARAMETERS + "SnapshotId/";
    private static final String PAGE_SIZE = SHARED + "parameters/PageSize/";
    private static final String TAG_KEY = SHARED + "schemas/TagFilter/properties/Key/";

    @TempDir
    private Path folder;

    /**
     * Expects a problem.
     *
     * @param place the end of the place in the message
     * @param text the text of the message after the place
     */
    private void assertInvalid(ContractSource contract, String file, String place, String text) {
        assertThatExceptionOfType(InvalidContractException.class)
                .isThrownBy(() -> SourceCheck.check(contract.writeTo(folder)))
                .satisfies(error -> assertThat(error.getMessage()
                                .replace("The OpenAPI document is invalid: ", "")
                                .lines())
                        .anyMatch(line -> line.matches(
                                Pattern.quote(file) + ":\\d+: /\\S*" + Pattern.quote(place + ": " + text) + "\\.?")));
    }

    private void assertValid(ContractSource contract) {
        assertThatCode(() -> SourceCheck.check(contract.writeTo(folder))).doesNotThrowAnyException();
    }

    @Test
    void originalIsValid() {
        assertValid(ORIGINAL);
    }

    @Test
    void allOperationsAreValid() {
        assertValid(ContractSource.ORIGINAL);
    }

    @Test
    void rejectsUnknownErrorOfParameter() {
        var error = "/x-errors/maxItems";
        assertInvalid(
                ORIGINAL.set(PARAMETERS + "ImageId" + error, "Unknown"),
                IMAGES,
                error,
                "Unknown is none of the errors of DescribeImages; correct the id, or add the error");
        assertInvalid(
                ORIGINAL.rename(OPERATION_ERRORS + "InvalidUsage", "InvalidUse"),
                IMAGES,
                "/x-errors/enum",
                "InvalidUsage is none of the errors of DescribeImages; correct the id, or add the error");
    }

    @Test
    void rejectsUnknownErrorOfProperty() {
        assertInvalid(
                ORIGINAL.set(TAG_KEY + "x-errors/minLength", "InvalidTag"),
                COMMON,
                "/TagFilter/properties/Key/x-errors/minLength",
                "InvalidTag is none of the errors of DescribeImages; correct the id, or add the error");
    }

    @Test
    void rejectsUnknownErrorOfCommonParameter() {
        var unknown = "/x-errors/required";
        assertInvalid(
                ORIGINAL.set(COMMON_PARAMETERS + "AccessKeyId" + unknown, "MissingAccessKey"),
                DOCUMENT,
                unknown,
                "MissingAccessKey is none of the common errors; correct the id, or add the error");
    }

    @Test
    void rejectsConstraintWithoutError() {
        var missing = "the constraint has no error; add %s to x-errors";
        assertInvalid(
                ORIGINAL.remove(PAGE_SIZE + "x-errors/maximum"),
                COMMON,
                "/PageSize/schema/maximum",
                missing.formatted("maximum"));
        assertInvalid(
                ORIGINAL.remove(SHARED + "parameters/RegionId/x-errors"),
                COMMON,
                "/RegionId/required",
                missing.formatted("required"));
        assertInvalid(ORIGINAL.remove(PARAMETERS + "Usage/x-errors"), IMAGES, "/schema", missing.formatted("enum"));
        assertInvalid(
                ORIGINAL.remove(TAG_KEY + "x-errors/minLength"),
                COMMON,
                "/TagFilter/properties/Key/minLength",
                missing.formatted("minLength"));
        assertInvalid(
                ORIGINAL.remove(TAG_KEY + "x-errors/required"),
                COMMON,
                "/TagFilter/properties/Key",
                missing.formatted("required"));
    }

    @Test
    void acceptsDefaultWithoutError() {
        assertInvalid(
                ORIGINAL.set(SNAPSHOT_ID + "schema", "{type: string, pattern: ^s-.*$}"),
                IMAGES,
                "/schema/pattern",
                "the constraint has no error; add pattern to x-errors");
        assertValid(ORIGINAL.set(SNAPSHOT_ID + "schema", "{type: string, default: s-1}"));
    }

    @Test
    void rejectsErrorWithoutConstraint() {
        var message = "there is no such constraint; add it to the schema, or remove its error";
        assertInvalid(ORIGINAL.remove(PARAMETERS + "ImageId/schema/maxItems"), IMAGES, "/x-errors/maxItems", message);
        assertInvalid(
                ORIGINAL.set(PARAMETERS + "Usage/x-errors/maximum", "InvalidUsage"),
                IMAGES,
                "/x-errors/maximum",
                message);
    }

    @Test
    void rejectsAnotherTypeOfAParameterWithAnError() {
        assertInvalid(
                ORIGINAL.set(PAGE_SIZE + "schema", "{type: string}"),
                COMMON,
                "/PageSize/x-errors/type",
                "there is no such constraint; add it to the schema, or remove its error");
    }

    @Test
    void rejectsConstraintWithoutEvidence() {
        var evidence = PARAMETERS + "Usage/x-evidence";
        var message = "the constraints have no evidence; name its sources in x-evidence";
        assertInvalid(ORIGINAL.remove(evidence), IMAGES, "/x-errors", message);
        assertInvalid(ORIGINAL.set(evidence, "[]"), IMAGES, "/x-evidence", "is empty; add an entry, or remove it");
        assertInvalid(
                ORIGINAL.set(evidence, "page-2015"),
                IMAGES,
                "/x-evidence",
                "is not of the type array; correct the value");
        assertInvalid(ORIGINAL.remove(TAG_KEY + "x-evidence"), COMMON, "/Key/x-errors", message);
        assertInvalid(ORIGINAL.remove(COMMON_PARAMETERS + "AccessKeyId/x-evidence"), DOCUMENT, "/x-errors", message);
        assertValid(ORIGINAL.set(evidence, "[own]"));
    }

    @Test
    void rejectsErrorWithoutEvidence() {
        assertInvalid(
                ORIGINAL.remove(COMMON_ERRORS + "MissingAction/evidence"),
                DOCUMENT,
                "/MissingAction",
                "evidence is missing; add it");
    }

    @Test
    void rejectsUndefinedSource() {
        var undefined = "%s is not in x-evidence-sources of ecs-images.yaml; correct it, or add it there";
        assertInvalid(
                ORIGINAL.rename(DOCUMENT + "#/x-evidence-sources/page-2019", "page-2020"),
                IMAGES,
                "/InvalidFilterValue/evidence/0",
                undefined.formatted("page-2019"));
        assertInvalid(
                ORIGINAL.set(PARAMETERS + "ActionType/x-evidence", "[rumours]"),
                IMAGES,
                "/x-evidence/0",
                undefined.formatted("rumours"));
    }

    @Test
    void requiresOneErrorForMinLengthAndMaxLength() {
        var bothEnds = ORIGINAL.set(TAG_KEY + "maxLength", "64");
        assertInvalid(
                bothEnds.set(TAG_KEY + "x-errors/maxLength", "InvalidTagCount"),
                COMMON,
                "/x-errors/maxLength",
                "the server has one error for both limits; write " + bothEnds.string(TAG_KEY + "x-errors/minLength"));
        assertValid(bothEnds.set(TAG_KEY + "x-errors/maxLength", "InvalidTag.Mismatch"));
    }

    @Test
    void rejectsListWithoutKnownStyle() {
        var commas = ORIGINAL.remove(PARAMETERS + "ImageId/explode").remove(PARAMETERS + "ImageId/style");
        var message = "the list has no form; add explode: false (one value with commas) or x-style: repeatList";
        assertInvalid(commas, IMAGES, "pathItem/parameters/1", message);
        assertInvalid(ORIGINAL.remove(PARAMETERS + "Tag/x-style"), IMAGES, "pathItem/parameters/21", message);
        assertValid(commas.set(PARAMETERS + "ImageId/x-style", "repeatList"));
    }

    @Test
    void rejectsRenamedListInXml() {
        assertInvalid(
                ORIGINAL.set(SHARED + "schemas/Tag/xml/name", "Label"),
                COMMON,
                "/schemas/Tag/xml/name",
                "an item of a list has the name of the list; write Tag");
    }

    @Test
    void acceptsAnyNameOfTheRootElement() {
        var renamed = ORIGINAL.set(DOCUMENT + "#/components/schemas/ErrorResponse/xml/name", "Fault");
        assertValid(renamed);
        var source = GeneratedSources.server(renamed, folder).source("model.ErrorResponse");
        assertThat(source).contains("@XmlRootName(\"Fault\")");
    }

    @Test
    void requiresOneDefinitionPerError() {
        var definition = ORIGINAL.get(COMMON_ERRORS + "MissingAction").toString();
        assertInvalid(
                ORIGINAL.set(OPERATION_ERRORS + "MissingAction", definition),
                IMAGES,
                "/MissingAction",
                "ecs-images.yaml defines it, too; define it once, in x-shared-errors");
        assertInvalid(
                ORIGINAL.set(OPERATION_ERRORS + "missingAction", definition),
                IMAGES,
                "/missingAction",
                "has the same name in Java as MissingAction; choose another id");
    }

    @Test
    void requiresHttpStatusOfAnError() {
        var status = OPERATION_ERRORS + "InvalidUsage/status";
        assertInvalid(
                ORIGINAL.set(status, "200"), IMAGES, "/status", "is not the status of an error; write 400 to 599");
        assertInvalid(
                ORIGINAL.set(status, "410"),
                IMAGES,
                "/status",
                "the status has no response; add it under components/responses of ecs-images.yaml");
        var gone =
                "{description: Gone., headers: {x-acs-request-id: {$ref: 'common.yaml#/components/headers/RequestId'}}}";
        assertValid(ORIGINAL.set(status, "410").set(DOCUMENT + "#/components/responses/410", gone));
    }

    @Test
    void rejectsErrorWithMissingOrUnknownField() {
        for (String field : new String[] {"status", "message", "cause", "remedy"}) {
            assertInvalid(
                    ORIGINAL.remove(OPERATION_ERRORS + "InvalidUsage/" + field),
                    IMAGES,
                    "/InvalidUsage",
                    field + " is missing; add it");
        }
        for (String field : new String[] {"code", "message", "cause", "remedy"}) {
            assertInvalid(
                    ORIGINAL.set(OPERATION_ERRORS + "InvalidUsage/" + field, "''"),
                    IMAGES,
                    "/InvalidUsage/" + field,
                    "is empty; write a text");
        }
        assertInvalid(
                ORIGINAL.rename(OPERATION_ERRORS + "InvalidUsage/cause", "kause"),
                IMAGES,
                "/kause",
                "is unknown; did you mean cause?");
        assertInvalid(
                ORIGINAL.set(OPERATION_ERRORS + "InvalidUsage", "404"),
                IMAGES,
                "/InvalidUsage",
                "is not of the type object; correct the value");
    }

    @Test
    void rejectsSharedErrorThatIsUndefinedOrUnused() {
        assertInvalid(
                ORIGINAL.set(OPERATION_ERRORS + "NoError", "shared"),
                IMAGES,
                "/NoError",
                "x-shared-errors of ecs-images.yaml does not define it; correct the id, or add it");
        assertInvalid(
                ORIGINAL.set(
                        SHARED_ERRORS + "NoError",
                        ORIGINAL.get(SHARED_ERRORS + "InvalidTagCount").toString()),
                DOCUMENT,
                "/NoError",
                "no operation has the error; remove it, or name it in one");
    }

    @Test
    void rejectsExampleOfErrorsThatLacksAField() {
        var example = DOCUMENT + "#/x-error-example";
        assertInvalid(ORIGINAL.remove(example + "/HostId"), DOCUMENT, "x-error-example", "HostId is missing; add it");
        assertInvalid(
                ORIGINAL.set(example, "1"),
                DOCUMENT,
                "x-error-example",
                "is not of the type object; correct the value");
        assertInvalid(
                ORIGINAL.set(example + "/Recommend", "https://example.com/{RequestId}?q={Code}"),
                DOCUMENT,
                "/Recommend",
                "the server appends the id of the request; end the URL with {RequestId}");
        assertValid(ORIGINAL.set(example + "/Recommend", "https://example.com/{Code}/{RequestId}"));
    }

    @Test
    void requiresErrorsForConstraintsOfCommonParameters() {
        assertInvalid(
                ORIGINAL.remove(COMMON_PARAMETERS + "Version/x-errors"),
                DOCUMENT,
                "/Version",
                "x-errors is missing; add it");
    }

    @Test
    void rejectsMethodOtherThanGet() {
        assertInvalid(
                ORIGINAL.set("describe-images.yaml#/pathItem/put", "{}"),
                IMAGES,
                "/put",
                "is not supported here; use get; the build adds POST");
    }

    @Test
    void rejectsReferenceWithoutTarget() {
        assertInvalid(
                ORIGINAL.set(PARAMETERS + "Usage/schema/$ref", "describe-images.yaml#/components/schemas/Use"),
                IMAGES,
                "/schema/$ref",
                "describe-images.yaml#/components/schemas/Use does not exist; correct the reference");
    }

    @Test
    void rejectsCauseThatEndsAComment() {
        assertInvalid(
                ORIGINAL.set(OPERATION_ERRORS + "InvalidParameter.ImageId/cause", "'Too many */'"),
                IMAGES,
                "/cause",
                "contains */, which ends a comment in Java; write it otherwise");
    }

    @Test
    void checksExclusiveBoundsAndMultiples() {
        var schema = PAGE_SIZE + "schema";
        var base = "{type: integer, format: int32, ";
        assertInvalid(
                ORIGINAL.set(schema, base + "exclusiveMinimum: true}"),
                COMMON,
                "/exclusiveMinimum",
                "has no effect without minimum; add it");
        assertInvalid(
                ORIGINAL.set(schema, base + "minimum: 1, exclusiveMinimum: true, maximum: 2, exclusiveMaximum: true}"),
                COMMON,
                "/minimum",
                "no integer is between minimum and maximum; correct one of both");
        assertInvalid(
                ORIGINAL.set(schema, base + "minimum: 1, maximum: 4, multipleOf: 5}"),
                COMMON,
                "/minimum",
                "no integer is between minimum and maximum; correct one of both");
        assertInvalid(
                ORIGINAL.set(schema, base + "minimum: 10, exclusiveMinimum: true, maximum: 90, default: 10}"),
                COMMON,
                "/default",
                "10 is not between minimum and maximum; correct it");
        assertInvalid(
                ORIGINAL.set(schema, base + "minimum: 1, maximum: 90, default: 10, multipleOf: 3}"),
                COMMON,
                "/default",
                "10 is not a multiple of 3; correct it");
        assertInvalid(
                ORIGINAL.set(schema + "/multipleOf", "5"),
                COMMON,
                "/multipleOf",
                "the constraint has no error; add multipleOf to x-errors");
        assertValid(ORIGINAL.set(schema + "/multipleOf", "5")
                .set(schema + "/exclusiveMaximum", "true")
                .set(PAGE_SIZE + "x-errors/multipleOf", "InvalidParameter.PageSize"));
    }
}
