package io.ecsimages.apispec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A document that contradicts itself fails the generator, with a message that says where; its near misses do not. */
class InvalidContractTest {

    private static final String PAGE_SIZE =
            "schema: {type: integer, format: int32, minimum: 1, maximum: 100, default: 10}";
    private static final String TAG_KEY_ERRORS = "{required: InvalidTag.Mismatch, minLength: InvalidTag.Mismatch}";

    @TempDir
    private Path folder;

    /** Expects the changed document to be refused, with a message that has all of these words. */
    private void refused(Document document, String... words) {
        var failure = assertThrows(InvalidContractException.class, () -> Generated.server(document, folder));
        for (String word : words) {
            assertTrue(failure.getMessage().contains(word), failure.getMessage());
        }
    }

    private Generated taken(Document document) {
        return Generated.server(document, folder);
    }

    @Test
    void theDocumentAsItStandsIsTaken() {
        assertTrue(taken(Document.UNCHANGED).classes().contains("api.ApiError"));
    }

    @Test
    void anErrorThatNoResponseListsIsRefusedByItsId() {
        refused(
                Document.with("{maxItems: InvalidParameter.ImageId}", "{maxItems: InvalidParameter.ImageIds}"),
                "the parameter ImageId names the error InvalidParameter.ImageIds");
        refused(
                Document.with("              InvalidUsage:\n", "              InvalidUse:\n"),
                "the parameter Usage names the error InvalidUsage");
    }

    @Test
    void anErrorThatNoResponseListsIsRefusedInAStructureToo() {
        refused(
                Document.with(TAG_KEY_ERRORS, "{required: InvalidTag.Mismatch, minLength: InvalidTag}"),
                "the parameter Tag.Key names the error InvalidTag,");
    }

    @Test
    void anErrorThatNoResponseListsIsRefusedInTheEnvelopeToo() {
        refused(
                Document.with("{required: MissingAccessKeyId}", "{required: MissingAccessKey}"),
                "the parameter AccessKeyId names the error MissingAccessKey,");
        refused(
                Document.with("{enum: InvalidParameter.Format}", "{enum: InvalidFormat}"),
                "the parameter Format names the error InvalidFormat,");
    }

    @Test
    void aConstraintWithoutAnErrorIsRefusedByItsName() {
        refused(
                Document.with("        maximum: InvalidParameter.PageSize\n", ""),
                "the parameter PageSize",
                "[maximum, minimum, type]",
                "x-errors names [type, minimum]");
        refused(
                Document.with("      x-errors: {required: MissingParameter.RegionId}\n", ""),
                "the parameter RegionId",
                "[required]");
        refused(Document.with("      x-errors: {enum: InvalidUsage}\n", ""), "the parameter Usage", "[enum]");
        refused(
                Document.with(TAG_KEY_ERRORS, "{required: InvalidTag.Mismatch}"),
                "the parameter Tag.Key",
                "[minLength, required]");
    }

    @Test
    void aDefaultIsNoConstraint() {
        var snapshotId = "schema: {type: string}\n      example: s-bp17441ohwka0yuhx00h";
        refused(
                Document.with(snapshotId, snapshotId.replace("string", "string, pattern: s-.*")),
                "the parameter SnapshotId",
                "[pattern]");
        taken(Document.with(snapshotId, snapshotId.replace("string", "string, default: s-1")));
    }

    @Test
    void anErrorWithoutItsConstraintIsRefused() {
        refused(
                Document.with("        maxItems: 100\n", ""),
                "the parameter ImageId has the constraints []",
                "[maxItems]");
        refused(
                Document.with("{enum: InvalidUsage}", "{enum: InvalidUsage, maximum: InvalidUsage}"),
                "the parameter Usage has the constraints [enum]",
                "maximum");
    }

    @Test
    void aConstraintOnTheItemsOfAListIsRefused() {
        refused(
                Document.with(
                        "maxItems: 100\n        items: {type: string}",
                        "maxItems: 100\n        items: {type: string, maxLength: 128}"),
                "the parameter ImageId constrains the items");
    }

    @Test
    void twoErrorsForOneSizeAreRefusedAndOneForBothEndsIsNot() {
        var oneEnd = "minLength: 1\n          description: The tag's key.";
        var bothEnds = Document.with(oneEnd, "maxLength: 64\n          " + oneEnd);
        refused(
                bothEnds.but(
                        TAG_KEY_ERRORS,
                        "{required: InvalidTag.Mismatch, minLength: InvalidTag.Mismatch, maxLength: InvalidTagCount}"),
                "the parameter Tag.Key names two errors for its size",
                "InvalidTag.Mismatch",
                "InvalidTagCount");
        taken(bothEnds.but(
                TAG_KEY_ERRORS,
                "{required: InvalidTagCount, minLength: InvalidTag.Mismatch, maxLength: InvalidTag.Mismatch}"));
    }

    @Test
    void twoErrorsForAValueThatCannotBeReadAreRefused() {
        var choice = Document.with(PAGE_SIZE, PAGE_SIZE.replace("default: 10", "enum: [10, 50], default: 10"));
        var type = "        type: InvalidParameter.PageSize\n";
        refused(
                choice.but(type, type + "        enum: InvalidUsage\n"),
                "the parameter PageSize names two errors",
                "[InvalidParameter.PageSize, InvalidUsage]");
        taken(choice.but(type, type + "        enum: InvalidParameter.PageSize\n"));
    }

    @Test
    void aListThatIsSentInNoKnownWayIsRefused() {
        var commas = "      explode: false\n      x-errors: {maxItems: InvalidParameter.ImageId}";
        refused(Document.with(commas, commas.replace("explode: false", "x-a: b")), "the parameter ImageId is a list");
        var numbered = "      x-style: repeatList\n      x-errors: {maxItems: InvalidTagCount}";
        refused(Document.with(numbered, numbered.replace("x-style", "x-a")), "the parameter Tag is a list");
        taken(Document.with(commas, commas.replace("explode: false", "x-style: repeatList")));
    }

    @Test
    void anXmlNameUnlikeTheJsonNameIsRefused() {
        var code = "example: InvalidUsage";
        refused(Document.with(code + "}", code + ", xml: {name: code}}"), "ErrorResponse.Code is called");
        refused(Document.with(code + "}", code + ", xml: {attribute: true}}"), "ErrorResponse.Code is called");
        taken(Document.with(code + "}", code + ", xml: {name: Code}}"));
    }

    @Test
    void aListThatXmlWrapsOrNamesOtherwiseIsRefused() {
        var list = "description: Each tag.\n          xml: {wrapped: %s}";
        refused(Document.with(list.formatted(false), list.formatted(true)), "Tags.Tag is a list");
        refused(Document.with("xml: {name: Tag}", "xml: {name: Label}"), "Tags.Tag is a list");
    }

    @Test
    void aRootElementMayHaveANameOfItsOwn() {
        var source =
                taken(Document.with("xml: {name: Error}", "xml: {name: Fault}")).source("model.ErrorResponse");
        assertTrue(source.contains("@XmlRootName(\"Fault\")"), source);
    }

    @Test
    void anErrorUnderTwoResponsesIsRefusedAndUnderTwoFormatsOfOneIsNot() {
        var listed = "            MissingAction: {$ref: '#/components/examples/MissingAction'}\n";
        var unsupported = "            UnsupportedHTTPMethod: {$ref: '#/components/examples/UnsupportedHTTPMethod'}\n";
        refused(Document.with(unsupported, unsupported + listed), "the error MissingAction is listed under two");

        var xml = "        text/xml:\n          schema: {$ref: '#/components/schemas/ErrorResponse'}\n";
        var source = taken(Document.with(unsupported + xml, unsupported + xml + "          examples:\n" + unsupported))
                .source("api.ApiError");
        assertEquals(2, source.split("UNSUPPORTED_HTTP_METHOD\\(", -1).length, source);
    }

    @Test
    void aRecommendThatDoesNotEndInTheRequestIdIsRefused() {
        var recommend = "q=InvalidUsage&product=Ecs&requestId=7871BB26-3002-4950-B2E6-98D333077EA5";
        refused(Document.with(recommend, recommend + "&lang=en"), "the Recommend of the error InvalidUsage");
        refused(Document.with(recommend, recommend.replace("7EA5", "7EA6")), "the Recommend of the error InvalidUsage");
        taken(Document.with(recommend, recommend.replace("product=Ecs", "product=ecs")));
    }

    @Test
    void anErrorWithoutCodeOrMessageIsRefused() {
        refused(Document.with("                  Code: InvalidUsage\n", ""), "the error InvalidUsage has no Code");
        refused(
                Document.with("Message: 'The specifed Usage is not valid'\n", "Message: ''\n"),
                "the error InvalidUsage has no Message");
    }

    @Test
    void anErrorUnderANameThatIsNotItsIdIsRefused() {
        var listed = "MissingAction: {$ref: '#/components/examples/MissingAction'}";
        refused(Document.with(listed, listed.replace("MissingAction:", "NoAction:")), "NoAction", "called otherwise");
        refused(Document.with(listed, listed.replace("/MissingAction'", "/NoAction'")), "NoAction", "not there");
    }

    @Test
    void theErrorsOfTheEnvelopeMustFitItsConstraintsToo() {
        refused(Document.with("{required: MissingAccessKeyId}", "{requird: MissingAccessKeyId}"), "AccessKeyId");
        refused(Document.with("      x-errors: {enum: InvalidParameter.Format}\n", ""), "the parameter Format");
    }

    @Test
    void aResponseThatIsNoStatusIsRefused() {
        var ownErrors = "      '200': {$ref: '#/components/responses/DescribeImages'}\n      '400':\n";
        refused(Document.with(ownErrors, ownErrors.replace("'400'", "'4XX'")), "4XX");
    }

    @Test
    void aCallWithAFormOfItsOwnIsRefused() {
        var operation = "  get:\n    operationId: DescribeImages\n";
        refused(
                Document.with(operation, operation.replace("get:", "put:")),
                "a call is one GET operation; its POST follows from it");
    }

    @Test
    void aReferenceThatLeadsNowhereIsRefused() {
        var reference = "schema: {$ref: 'describe-images.yaml#/components/schemas/ImageUsage'}";
        refused(
                Document.with(reference, reference.replace("describe-images.yaml", "")),
                "the parameter Usage refers to #/components/schemas/ImageUsage");
    }

    @Test
    void aSummaryThatEndsACommentIsRefused() {
        refused(
                Document.with("summary: 'ImageId names more images than one call takes.'", "summary: 'Too many */'"),
                "InvalidParameter.ImageId");
    }
}
