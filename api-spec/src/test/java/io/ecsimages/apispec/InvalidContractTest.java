package io.ecsimages.apispec;

import static io.ecsimages.apispec.ContractSource.ORIGINAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An inconsistent document fails the generator with a message that names the location; a similar valid one does not. */
class InvalidContractTest {

    private static final String PAGE_SIZE =
            "schema: {type: integer, format: int32, minimum: 1, maximum: 100, default: 10}";
    private static final String TAG_KEY_ERRORS = "{required: InvalidTag.Mismatch, minLength: InvalidTag.Mismatch}";

    @TempDir
    private Path folder;

    /** Expects an error with a message that contains all of these strings. */
    private void assertInvalid(ContractSource contract, String... messageParts) {
        assertThatExceptionOfType(InvalidContractException.class)
                .isThrownBy(() -> GeneratedSources.server(contract, folder))
                .satisfies(error -> assertThat(error).hasMessageContainingAll(messageParts));
    }

    private GeneratedSources assertValid(ContractSource contract) {
        return GeneratedSources.server(contract, folder);
    }

    @Test
    void originalIsValid() {
        assertThat(assertValid(ORIGINAL).classNames()).contains("api.ApiError");
    }

    @Test
    void rejectsUnknownErrorOfParameter() {
        assertInvalid(
                ORIGINAL.replace("{maxItems: InvalidParameter.ImageId}", "{maxItems: InvalidParameter.ImageIds}"),
                "the parameter ImageId names the error InvalidParameter.ImageIds");
        assertInvalid(
                ORIGINAL.replace("              InvalidUsage:\n", "              InvalidUse:\n"),
                "the parameter Usage names the error InvalidUsage");
    }

    @Test
    void rejectsUnknownErrorOfProperty() {
        assertInvalid(
                ORIGINAL.replace(TAG_KEY_ERRORS, "{required: InvalidTag.Mismatch, minLength: InvalidTag}"),
                "the parameter Tag.Key names the error InvalidTag,");
    }

    @Test
    void rejectsUnknownErrorOfCommonParameter() {
        assertInvalid(
                ORIGINAL.replace("{required: MissingAccessKeyId}", "{required: MissingAccessKey}"),
                "the parameter AccessKeyId names the error MissingAccessKey,");
        assertInvalid(
                ORIGINAL.replace("enum: InvalidParameter.SignatureVersion}", "enum: InvalidSignatureVersion}"),
                "the parameter SignatureVersion names the error InvalidSignatureVersion,");
    }

    @Test
    void rejectsConstraintWithoutError() {
        assertInvalid(
                ORIGINAL.replace("        maximum: InvalidParameter.PageSize\n", ""),
                "the parameter PageSize",
                "[maximum, minimum, type]",
                "x-errors names [type, minimum]");
        assertInvalid(
                ORIGINAL.replace("      x-errors: {required: MissingParameter.RegionId}\n", ""),
                "the parameter RegionId",
                "[required]");
        assertInvalid(ORIGINAL.replace("      x-errors: {enum: InvalidUsage}\n", ""), "the parameter Usage", "[enum]");
        assertInvalid(
                ORIGINAL.replace(TAG_KEY_ERRORS, "{required: InvalidTag.Mismatch}"),
                "the parameter Tag.Key",
                "[minLength, required]");
    }

    @Test
    void acceptsDefaultWithoutError() {
        var snapshotId = "schema: {type: string}\n      example: s-bp17441ohwka0yuhx00h";
        assertInvalid(
                ORIGINAL.replace(snapshotId, snapshotId.replace("string", "string, pattern: s-.*")),
                "the parameter SnapshotId",
                "[pattern]");
        assertValid(ORIGINAL.replace(snapshotId, snapshotId.replace("string", "string, default: s-1")));
    }

    @Test
    void rejectsErrorWithoutConstraint() {
        assertInvalid(
                ORIGINAL.replace("        maxItems: 100\n", ""),
                "the parameter ImageId has constraints []",
                "[maxItems]");
        assertInvalid(
                ORIGINAL.replace("{enum: InvalidUsage}", "{enum: InvalidUsage, maximum: InvalidUsage}"),
                "the parameter Usage has constraints [enum]",
                "maximum");
    }

    @Test
    void rejectsConstraintWithoutEvidence() {
        var usage = "      x-errors: {enum: InvalidUsage}\n";
        var evidence = "      x-evidence: [page-2015, page-2018, page-2025]\n";
        var unproven = "the parameter Usage has no evidence";
        assertInvalid(ORIGINAL.replace(usage + evidence, usage), unproven);
        assertInvalid(ORIGINAL.replace(usage + evidence, usage + "      x-evidence: []\n"), unproven);
        assertInvalid(ORIGINAL.replace(usage + evidence, usage + "      x-evidence: page-2015\n"), unproven);
        assertInvalid(
                ORIGINAL.replace(TAG_KEY_ERRORS + "\n          x-evidence: [page-2018]", TAG_KEY_ERRORS),
                "the property TagFilter.Key has no evidence");
        assertInvalid(
                ORIGINAL.replace(
                        "x-errors: {required: MissingAccessKeyId}\n      x-evidence: [ecs-errors]",
                        "x-errors: {required: MissingAccessKeyId}"),
                "the parameter AccessKeyId has no evidence");
        assertValid(ORIGINAL.replace(usage + evidence, usage + "      x-evidence: [own]\n"));
    }

    @Test
    void rejectsErrorWithoutEvidence() {
        var cause =
                "summary: 'Action is missing or empty.'\n      description: 'Set Action to the name of an operation.'\n";
        assertInvalid(
                ORIGINAL.replace(cause + "      x-evidence: [ecs-errors]\n", cause),
                "the error MissingAction has no evidence");
    }

    @Test
    void rejectsUndefinedSource() {
        assertInvalid(
                ORIGINAL.replace("  page-2019: {", "  page-2020: {"),
                "names the source page-2019, which x-evidence-sources does not define");
        assertInvalid(
                ORIGINAL.replace(
                        "      x-evidence: [programs]\n      schema", "      x-evidence: [rumours]\n      schema"),
                "the parameter ActionType names the source rumours");
    }

    @Test
    void rejectsConstraintOnListItems() {
        assertInvalid(
                ORIGINAL.replace(
                        "maxItems: 100\n        items: {type: string}",
                        "maxItems: 100\n        items: {type: string, maxLength: 128}"),
                "the parameter ImageId has constraints on its items");
    }

    @Test
    void requiresOneErrorForMinLengthAndMaxLength() {
        var oneEnd = "minLength: 1\n          description: The tag's key.";
        var bothEnds = ORIGINAL.replace(oneEnd, "maxLength: 64\n          " + oneEnd);
        assertInvalid(
                bothEnds.replace(
                        TAG_KEY_ERRORS,
                        "{required: InvalidTag.Mismatch, minLength: InvalidTag.Mismatch, maxLength: InvalidTagCount}"),
                "the parameter Tag.Key has two errors for its size",
                "InvalidTag.Mismatch",
                "InvalidTagCount");
        assertValid(bothEnds.replace(
                TAG_KEY_ERRORS,
                "{required: InvalidTagCount, minLength: InvalidTag.Mismatch, maxLength: InvalidTag.Mismatch}"));
    }

    @Test
    void requiresOneErrorForTypeAndEnum() {
        var choice = ORIGINAL.replace(PAGE_SIZE, PAGE_SIZE.replace("default: 10", "enum: [10, 50], default: 10"));
        var type = "        type: InvalidParameter.PageSize\n";
        assertInvalid(
                choice.replace(type, type + "        enum: InvalidUsage\n"),
                "the parameter PageSize has two errors",
                "[InvalidParameter.PageSize, InvalidUsage]");
        assertValid(choice.replace(type, type + "        enum: InvalidParameter.PageSize\n"));
    }

    @Test
    void rejectsListWithoutKnownStyle() {
        var commas = "      explode: false\n      x-errors: {maxItems: InvalidParameter.ImageId}";
        assertInvalid(
                ORIGINAL.replace(commas, commas.replace("explode: false", "x-a: b")),
                "the parameter ImageId is a list");
        var numbered = "      x-style: repeatList\n      x-errors: {maxItems: InvalidTagCount}";
        assertInvalid(ORIGINAL.replace(numbered, numbered.replace("x-style", "x-a")), "the parameter Tag is a list");
        assertValid(ORIGINAL.replace(commas, commas.replace("explode: false", "x-style: repeatList")));
    }

    @Test
    void rejectsXmlNameThatDiffersFromJsonName() {
        var code = "example: InvalidUsage";
        assertInvalid(
                ORIGINAL.replace(code + "}", code + ", xml: {name: code}}"), "ErrorResponse.Code has another name");
        assertInvalid(
                ORIGINAL.replace(code + "}", code + ", xml: {attribute: true}}"),
                "ErrorResponse.Code has another name");
        assertValid(ORIGINAL.replace(code + "}", code + ", xml: {name: Code}}"));
    }

    @Test
    void rejectsWrappedOrRenamedListInXml() {
        var list = "description: Each tag.\n          xml: {wrapped: %s}";
        assertInvalid(ORIGINAL.replace(list.formatted(false), list.formatted(true)), "Tags.Tag is a list");
        assertInvalid(ORIGINAL.replace("xml: {name: Tag}", "xml: {name: Label}"), "Tags.Tag is a list");
    }

    @Test
    void acceptsAnyNameOfTheRootElement() {
        var source = assertValid(ORIGINAL.replace("xml: {name: Error}", "xml: {name: Fault}"))
                .source("model.ErrorResponse");
        assertThat(source).contains("@XmlRootName(\"Fault\")");
    }

    @Test
    void requiresOneStatusPerError() {
        var listed = "            MissingAction: {$ref: '#/components/examples/MissingAction'}\n";
        var unsupported = "            UnsupportedHTTPMethod: {$ref: '#/components/examples/UnsupportedHTTPMethod'}\n";
        assertInvalid(
                ORIGINAL.replace(unsupported, unsupported + listed),
                "the error MissingAction has two different definitions");

        var xml = "        text/xml:\n          schema: {$ref: '#/components/schemas/ErrorResponse'}\n";
        var source = assertValid(
                        ORIGINAL.replace(unsupported + xml, unsupported + xml + "          examples:\n" + unsupported))
                .source("api.ApiError");
        assertThat(source).containsOnlyOnce("UNSUPPORTED_HTTP_METHOD(");
    }

    @Test
    void rejectsRecommendWithoutRequestIdAtItsEnd() {
        var recommend = "q=InvalidUsage&product=Ecs&requestId=7871BB26-3002-4950-B2E6-98D333077EA5";
        assertInvalid(ORIGINAL.replace(recommend, recommend + "&lang=en"), "the Recommend of the error InvalidUsage");
        assertInvalid(
                ORIGINAL.replace(recommend, recommend.replace("7EA5", "7EA6")),
                "the Recommend of the error InvalidUsage");
        assertValid(ORIGINAL.replace(recommend, recommend.replace("product=Ecs", "product=ecs")));
    }

    @Test
    void rejectsErrorWithoutCodeOrMessage() {
        assertInvalid(
                ORIGINAL.replace("                  Code: InvalidUsage\n", ""), "the error InvalidUsage has no Code");
        assertInvalid(
                ORIGINAL.replace("Message: 'The specifed Usage is not valid'\n", "Message: ''\n"),
                "the error InvalidUsage has no Message");
    }

    @Test
    void rejectsErrorWithAnotherNameThanItsDefinition() {
        var listed = "MissingAction: {$ref: '#/components/examples/MissingAction'}";
        assertInvalid(
                ORIGINAL.replace(listed, listed.replace("MissingAction:", "NoAction:")),
                "NoAction",
                "has another name");
        assertInvalid(
                ORIGINAL.replace(listed, listed.replace("/MissingAction'", "/NoAction'")),
                "NoAction",
                "does not exist");
    }

    @Test
    void requiresErrorsForConstraintsOfCommonParameters() {
        assertInvalid(
                ORIGINAL.replace("{required: MissingAccessKeyId}", "{requird: MissingAccessKeyId}"), "AccessKeyId");
        assertInvalid(
                ORIGINAL.replace("      x-errors: {required: MissingVersion, enum: InvalidVersion}\n", ""),
                "the parameter Version");
    }

    @Test
    void rejectsResponseWithoutHttpStatus() {
        var ownErrors = "      '200': {$ref: '#/components/responses/DescribeImages'}\n      '400':\n";
        assertInvalid(ORIGINAL.replace(ownErrors, ownErrors.replace("'400'", "'4XX'")), "4XX");
    }

    @Test
    void rejectsMethodOtherThanGet() {
        var operation = "  get:\n    operationId: DescribeImages\n";
        assertInvalid(
                ORIGINAL.replace(operation, operation.replace("get:", "put:")),
                "a path must have GET and no other method; the build adds POST");
    }

    @Test
    void rejectsReferenceWithoutTarget() {
        var reference = "schema: {$ref: 'describe-images.yaml#/components/schemas/ImageUsage'}";
        assertInvalid(
                ORIGINAL.replace(reference, reference.replace("describe-images.yaml", "")),
                "the parameter Usage refers to #/components/schemas/ImageUsage");
    }

    @Test
    void rejectsSummaryThatEndsAComment() {
        assertInvalid(
                ORIGINAL.replace("summary: 'ImageId has more ids than one request allows.'", "summary: 'Too many */'"),
                "InvalidParameter.ImageId");
    }
}
