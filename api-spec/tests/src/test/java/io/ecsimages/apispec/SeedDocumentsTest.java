package io.ecsimages.apispec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks the document of DescribeImages against the two oldest editions of Alibaba Cloud's documentation page.
 *
 * <p>This is the only test that repeats values of the contract. The strings below are from the page, including its
 * misspellings.
 */
class SeedDocumentsTest {

    private static final String PINNED =
            "a value that the oldest pages of Alibaba Cloud state, pinned on purpose; to deviate from them, change it in"
                    + " SeedDocumentsTest as well, and add the deviation to api-spec/README.md";

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            400|MissingParameter|The input parameter "RegionId" \
            that is mandatory for processing this request is not supplied.
            400|InvalidImageOwnerAlias.ValueNotSupported|The specified ImageOwnerAlias value is not supported.
            400|InvalidParameter|The specified parameter "PageNumber" is not valid.
            400|InvalidParameter|The specified parameter "PageSize" is not valid.
            400|InvalidTag.Mismatch|The specified Tag.n.Key and Tag.n.Value are not match.
            400|InvalidTagCount|The specified tags are beyond the permitted range.
            404|InvalidUsage|The specifed Usage is not valid
            """)
    void everyDocumentedErrorHasTheSameStatusCodeAndMessage(String status, String code, String message) {
        var document = BundledContract.read();
        var statuses = new ArrayList<String>();
        for (var operation : BundledContract.pathItem(document, "DescribeImages")) {
            operation.path("responses").fields().forEachRemaining(response -> {
                for (JsonNode content :
                        BundledContract.resolve(document, response.getValue()).path("content")) {
                    for (JsonNode example : content.path("examples")) {
                        var value = BundledContract.resolve(document, example).path("value");
                        if (code.equals(value.path("Code").asText())
                                && message.equals(value.path("Message").asText())) {
                            statuses.add(response.getKey());
                        }
                    }
                }
            });
        }
        assertThat(statuses).as("%s (one for GET, one for POST)", PINNED).containsExactly(status, status);
    }

    @ParameterizedTest
    @CsvSource({
        "Action, true",
        "RegionId, true",
        "ImageId, false",
        "Status, false",
        "SnapshotId, false",
        "ImageName, false",
        "ImageOwnerAlias, false",
        "Usage, false",
        "Tag, false",
        "PageNumber, false",
        "PageSize, false"
    })
    void everyDocumentedParameterExists(String name, boolean required) {
        assertThat(parameter(name).path("required").asBoolean()).as(PINNED).isEqualTo(required);
    }

    @ParameterizedTest
    @CsvSource({
        "ImageId, maxItems, 100",
        "Tag, maxItems, 5",
        "PageNumber, minimum, 1",
        "PageNumber, default, 1",
        "PageSize, maximum, 100",
        "PageSize, default, 10"
    })
    void limitsAndDefaultsAreAsDocumented(String parameter, String keyword, int expected) {
        var value = parameter(parameter).path("schema").path(keyword);
        assertThat(value.isInt()).isTrue();
        assertThat(value.asInt()).as(PINNED).isEqualTo(expected);
    }

    @Test
    void statusDefaultsToAvailable() {
        assertThat(parameter("Status").at("/schema/default").toString())
                .as(PINNED)
                .isEqualTo("[\"Available\"]");
    }

    @Test
    void imageOwnerAliasHasNoDefault() {
        assertThat(parameter("ImageOwnerAlias").at("/schema/default").isMissingNode())
                .as(PINNED)
                .isTrue();
    }

    @Test
    void allowedValuesAreAsDocumented() {
        assertThat(allowedValues("ImageOwnerAlias"))
                .as(PINNED)
                .isEqualTo("[\"system\",\"self\",\"others\",\"marketplace\"]");
        assertThat(allowedValues("Usage")).as(PINNED).isEqualTo("[\"instance\",\"none\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UnAvailable", "Available", "Creating", "CreateFailed"})
    void everyDocumentedStatusIsAllowed(String status) {
        var items = parameter("Status").at("/schema/items");
        assertThat(BundledContract.resolve(BundledContract.read(), items).path("enum"))
                .as(PINNED)
                .extracting(JsonNode::asText)
                .contains(status);
    }

    private static String allowedValues(String parameter) {
        return BundledContract.resolve(
                        BundledContract.read(), parameter(parameter).path("schema"))
                .path("enum")
                .toString();
    }

    private static JsonNode parameter(String name) {
        return BundledContract.parameters(BundledContract.read(), "DescribeImages").stream()
                .filter(parameter -> parameter.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no parameter " + name));
    }
}
