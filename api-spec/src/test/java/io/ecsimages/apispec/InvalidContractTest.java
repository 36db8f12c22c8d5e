package io.ecsimages.apispec;

import static io.ecsimages.apispec.ContractSource.ORIGINAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An inconsistent document fails the generators with a message that names the location; a similar valid one does not. */
class InvalidContractTest {

    private static final String ROOT = "ecs-images.yaml#";
    private static final String COMMON_PARAMETERS = ROOT + "/components/parameters/";
    private static final String COMMON_ERRORS = ROOT + "/x-common-errors/";
    private static final String SHARED_ERRORS = ROOT + "/x-shared-errors/";
    private static final String OPERATION = "describe-images.yaml#/pathItem/get";
    private static final String OPERATION_ERRORS = OPERATION + "/x-operation-errors/";
    private static final String PARAMETERS = "describe-images.yaml#/pathItem/parameters/";
    private static final String SHARED = "common.yaml#/components/";
    private static final String PAGE_SIZE = SHARED + "parameters/PageSize/";
    private static final String TAG_KEY = SHARED + "schemas/TagFilter/properties/Key/";

    @TempDir
    private Path folder;

    /** Expects an error with a message that contains all of these strings. */
    private void assertInvalid(ContractSource contract, String... messageParts) {
        assertThatExceptionOfType(InvalidContractException.class)
                .isThrownBy(() -> prepare(contract))
                .satisfies(error -> assertThat(error).hasMessageContainingAll(messageParts));
    }

    private void assertValid(ContractSource contract) {
        assertThatCode(() -> prepare(contract)).doesNotThrowAnyException();
    }

    /** Checks a contract as the generator does, without writing its sources. */
    private void prepare(ContractSource contract) {
        new ContractPreprocessor(Bundler.parse(contract.writeTo(folder))).prepareForServer(new HashMap<>());
    }

    @Test
    void originalIsValid() {
        assertValid(ORIGINAL);
    }

    @Test
    void rejectsUnknownErrorOfParameter() {
        assertInvalid(
                ORIGINAL.set(PARAMETERS + "ImageId/x-errors/maxItems", "Unknown"),
                "the parameter ImageId names the error Unknown");
        assertInvalid(
                ORIGINAL.rename(OPERATION_ERRORS + "InvalidUsage", "InvalidUse"),
                "the parameter Usage names the error InvalidUsage");
    }

    @Test
    void rejectsUnknownErrorOfProperty() {
        assertInvalid(
                ORIGINAL.set(TAG_KEY + "x-errors/minLength", "InvalidTag"),
                "the parameter Tag.Key names the error InvalidTag,");
    }

    @Test
    void rejectsUnknownErrorOfCommonParameter() {
        assertInvalid(
                ORIGINAL.set(COMMON_PARAMETERS + "AccessKeyId/x-errors/required", "MissingAccessKey"),
                "the parameter AccessKeyId names the error MissingAccessKey,");
        assertInvalid(
                ORIGINAL.set(COMMON_PARAMETERS + "SignatureVersion/x-errors/enum", "InvalidSignatureVersion"),
                "the parameter SignatureVersion names the error InvalidSignatureVersion,");
    }

    @Test
    void rejectsConstraintWithoutError() {
        assertInvalid(
                ORIGINAL.remove(PAGE_SIZE + "x-errors/maximum"),
                "the parameter PageSize",
                "[maximum, minimum, type]",
                "x-errors names [type, minimum]");
        assertInvalid(ORIGINAL.remove(SHARED + "parameters/RegionId/x-errors"), "the parameter RegionId", "[required]");
        assertInvalid(ORIGINAL.remove(PARAMETERS + "Usage/x-errors"), "the parameter Usage", "[enum]");
        assertInvalid(
                ORIGINAL.remove(TAG_KEY + "x-errors/minLength"), "the parameter Tag.Key", "[minLength, required]");
    }

    @Test
    void acceptsDefaultWithoutError() {
        var schema = PARAMETERS + "SnapshotId/schema";
        assertInvalid(ORIGINAL.set(schema, "{type: string, pattern: s-.*}"), "the parameter SnapshotId", "[pattern]");
        assertValid(ORIGINAL.set(schema, "{type: string, default: s-1}"));
    }

    @Test
    void rejectsErrorWithoutConstraint() {
        assertInvalid(
                ORIGINAL.remove(PARAMETERS + "ImageId/schema/maxItems"),
                "the parameter ImageId has constraints []",
                "[maxItems]");
        assertInvalid(
                ORIGINAL.set(PARAMETERS + "Usage/x-errors/maximum", "InvalidUsage"),
                "the parameter Usage has constraints [enum]",
                "maximum");
    }

    @Test
    void rejectsConstraintWithoutEvidence() {
        var evidence = PARAMETERS + "Usage/x-evidence";
        var unproven = "the parameter Usage has no evidence";
        assertInvalid(ORIGINAL.remove(evidence), unproven);
        assertInvalid(ORIGINAL.set(evidence, "[]"), unproven);
        assertInvalid(ORIGINAL.set(evidence, "page-2015"), unproven);
        assertInvalid(ORIGINAL.remove(TAG_KEY + "x-evidence"), "the property TagFilter.Key has no evidence");
        assertInvalid(
                ORIGINAL.remove(COMMON_PARAMETERS + "AccessKeyId/x-evidence"),
                "the parameter AccessKeyId has no evidence");
        assertValid(ORIGINAL.set(evidence, "[own]"));
    }

    @Test
    void rejectsErrorWithoutEvidence() {
        assertInvalid(
                ORIGINAL.remove(COMMON_ERRORS + "MissingAction/evidence"), "the error MissingAction has no evidence");
    }

    @Test
    void rejectsUndefinedSource() {
        assertInvalid(
                ORIGINAL.rename(ROOT + "/x-evidence-sources/page-2019", "page-2020"),
                "names the source page-2019, which x-evidence-sources does not define");
        assertInvalid(
                ORIGINAL.set(PARAMETERS + "ActionType/x-evidence", "[rumours]"),
                "the parameter ActionType names the source rumours");
    }

    @Test
    void rejectsConstraintOnListItems() {
        assertInvalid(
                ORIGINAL.set(PARAMETERS + "ImageId/schema/items/maxLength", "128"),
                "the parameter ImageId has constraints on its items");
    }

    @Test
    void requiresOneErrorForMinLengthAndMaxLength() {
        var bothEnds = ORIGINAL.set(TAG_KEY + "maxLength", "64");
        assertInvalid(
                bothEnds.set(TAG_KEY + "x-errors/maxLength", "InvalidTagCount"),
                "the parameter Tag.Key has two errors for its size",
                bothEnds.string(TAG_KEY + "x-errors/minLength"),
                "InvalidTagCount");
        assertValid(bothEnds.set(
                TAG_KEY + "x-errors",
                "{required: InvalidTagCount, minLength: InvalidTag.Mismatch, maxLength: InvalidTag.Mismatch}"));
    }

    @Test
    void requiresOneErrorForTypeAndEnum() {
        var choice = ORIGINAL.set(PAGE_SIZE + "schema/enum", "[" + ORIGINAL.get(PAGE_SIZE + "schema/default") + "]");
        var error = PAGE_SIZE + "x-errors/enum";
        assertInvalid(
                choice.set(error, "InvalidUsage"),
                "the parameter PageSize has two errors",
                "[InvalidParameter.PageSize, InvalidUsage]");
        assertValid(choice.set(error, "InvalidParameter.PageSize"));
    }

    @Test
    void rejectsListWithoutKnownStyle() {
        var commas = ORIGINAL.remove(PARAMETERS + "ImageId/explode");
        assertInvalid(commas, "the parameter ImageId is a list");
        assertInvalid(ORIGINAL.remove(PARAMETERS + "Tag/x-style"), "the parameter Tag is a list");
        assertValid(commas.set(PARAMETERS + "ImageId/x-style", "repeatList"));
    }

    @Test
    void rejectsXmlNameThatDiffersFromJsonName() {
        var xml = ROOT + "/components/schemas/ErrorResponse/properties/Code/xml";
        assertInvalid(ORIGINAL.set(xml, "{name: code}"), "ErrorResponse.Code has another name");
        assertInvalid(ORIGINAL.set(xml, "{attribute: true}"), "ErrorResponse.Code has another name");
        assertValid(ORIGINAL.set(xml, "{name: Code}"));
    }

    @Test
    void rejectsWrappedOrRenamedListInXml() {
        assertInvalid(ORIGINAL.set(SHARED + "schemas/Tags/properties/Tag/xml/wrapped", "true"), "Tags.Tag is a list");
        assertInvalid(ORIGINAL.set(SHARED + "schemas/Tag/xml/name", "Label"), "Tags.Tag is a list");
    }

    @Test
    void acceptsAnyNameOfTheRootElement() {
        var renamed = ORIGINAL.set(ROOT + "/components/schemas/ErrorResponse/xml/name", "Fault");
        var source = GeneratedSources.server(renamed, folder).source("model.ErrorResponse");
        assertThat(source).contains("@XmlRootName(\"Fault\")");
    }

    @Test
    void requiresOneDefinitionPerError() {
        var definition = ORIGINAL.get(COMMON_ERRORS + "MissingAction").toString();
        assertInvalid(
                ORIGINAL.set(OPERATION_ERRORS + "MissingAction", definition),
                "the error MissingAction has two definitions",
                "x-shared-errors");
        assertInvalid(
                ORIGINAL.set(OPERATION_ERRORS + "missingAction", definition),
                "missingAction and MissingAction have the same name in Java");
    }

    @Test
    void requiresHttpStatusOfAnError() {
        var status = OPERATION_ERRORS + "InvalidUsage/status";
        assertInvalid(ORIGINAL.set(status, "4XX"), "the error InvalidUsage has the status 4XX");
        assertInvalid(ORIGINAL.set(status, "200"), "the error InvalidUsage has the status 200");
        assertInvalid(
                ORIGINAL.set(status, "410"),
                "[InvalidUsage] have the status 410",
                "not one of the responses in the components of the root document");
        assertValid(ORIGINAL.set(status, "410").set(ROOT + "/components/responses/410", "{description: Gone.}"));
    }

    @Test
    void rejectsErrorWithMissingOrUnknownField() {
        for (String field : new String[] {"status", "message", "cause", "remedy"}) {
            var place = OPERATION_ERRORS + "InvalidUsage/" + field;
            assertInvalid(ORIGINAL.remove(place), "the error InvalidUsage has no " + field);
            assertInvalid(ORIGINAL.set(place, "''"), "the error InvalidUsage has no " + field);
        }
        assertInvalid(ORIGINAL.set(OPERATION_ERRORS + "InvalidUsage/code", "''"), "the error InvalidUsage has no code");
        assertInvalid(
                ORIGINAL.rename(OPERATION_ERRORS + "InvalidUsage/cause", "reason"),
                "the error InvalidUsage has the unknown field reason");
        assertInvalid(
                ORIGINAL.set(OPERATION_ERRORS + "InvalidUsage", "404"), "the error InvalidUsage has no definition");
    }

    @Test
    void rejectsSharedErrorThatIsUndefinedOrUnused() {
        assertInvalid(
                ORIGINAL.set(OPERATION_ERRORS + "NoError", "shared"),
                "the operation DescribeImages has the shared error NoError, which x-shared-errors does not define");
        assertInvalid(
                ORIGINAL.set(
                        SHARED_ERRORS + "NoError",
                        ORIGINAL.get(SHARED_ERRORS + "InvalidTagCount").toString()),
                "no operation has the shared errors [NoError]");
    }

    @Test
    void rejectsExampleOfErrorsThatLacksAField() {
        assertInvalid(ORIGINAL.remove(ROOT + "/x-error-example/HostId"), "x-error-example has no HostId");
        assertInvalid(ORIGINAL.set(ROOT + "/x-error-example", "1"), "x-error-example is not an object");
        assertInvalid(
                ORIGINAL.set(ROOT + "/x-error-example/Recommend", "https://example.com/{RequestId}?q={Code}"),
                "does not end with its RequestId");
        assertValid(ORIGINAL.set(ROOT + "/x-error-example/Recommend", "https://example.com/{Code}/{RequestId}"));
    }

    @Test
    void requiresErrorsForConstraintsOfCommonParameters() {
        assertInvalid(ORIGINAL.rename(COMMON_PARAMETERS + "AccessKeyId/x-errors/required", "requird"), "AccessKeyId");
        assertInvalid(ORIGINAL.remove(COMMON_PARAMETERS + "Version/x-errors"), "the parameter Version");
    }

    @Test
    void rejectsMethodOtherThanGet() {
        assertInvalid(
                ORIGINAL.rename(OPERATION, "put"), "a path must have GET and no other method; the build adds POST");
    }

    @Test
    void rejectsReferenceWithoutTarget() {
        assertInvalid(
                ORIGINAL.set(PARAMETERS + "Usage/schema/$ref", "'#/components/schemas/ImageUsage'"),
                "the parameter Usage refers to #/components/schemas/ImageUsage");
    }

    @Test
    void rejectsCauseThatEndsAComment() {
        assertInvalid(
                ORIGINAL.set(OPERATION_ERRORS + "InvalidParameter.ImageId/cause", "'Too many */'"),
                "InvalidParameter.ImageId");
    }
}
