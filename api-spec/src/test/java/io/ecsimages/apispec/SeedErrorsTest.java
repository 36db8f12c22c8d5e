package io.ecsimages.apispec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the two oldest editions of the vendor's page say of errors and parameters, written down here a second time, from
 * those pages (their misspellings too), so that the document cannot lose it.
 */
class SeedErrorsTest {

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
    void everyErrorOfTheVendorsPageIsInTheDocumentLetterForLetter(String status, String code, String message) {
        var document = Document.tree();
        var found = new ArrayList<String>();
        for (var operation : Document.call(document, "DescribeImages")) {
            operation.path("responses").fields().forEachRemaining(response -> {
                for (JsonNode content :
                        Document.resolve(document, response.getValue()).path("content")) {
                    for (JsonNode example : content.path("examples")) {
                        var value = Document.resolve(document, example).path("value");
                        var same = code.equals(value.path("Code").asText())
                                && message.equals(value.path("Message").asText());
                        if (same) {
                            found.add(response.getKey());
                        }
                    }
                }
            });
        }
        // Once for GET, once for POST.
        assertEquals(List.of(status, status), found);
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
    void everyParameterOfTheVendorsPageIsInTheDocument(String name, boolean required) {
        assertEquals(required, parameter(name).path("required").asBoolean());
    }

    @Test
    void theLimitsAndDefaultsAreThoseOfTheVendorsPage() {
        assertEquals(100, parameter("ImageId").at("/schema/maxItems").asInt());
        assertEquals(
                "[\"Available\"]", parameter("Status").at("/schema/default").toString());
        assertEquals(5, parameter("Tag").at("/schema/maxItems").asInt());
        assertEquals(1, parameter("PageNumber").at("/schema/minimum").asInt());
        assertEquals(1, parameter("PageNumber").at("/schema/default").asInt());
        assertEquals(100, parameter("PageSize").at("/schema/maximum").asInt());
        assertEquals(10, parameter("PageSize").at("/schema/default").asInt());
        assertTrue(parameter("ImageOwnerAlias").at("/schema/default").isMissingNode());
        assertEquals("[\"system\",\"self\",\"others\",\"marketplace\"]", values("ImageOwnerAlias"));
        assertEquals("[\"instance\",\"none\"]", values("Usage"));
        for (String status : new String[] {"UnAvailable", "Available", "Creating", "CreateFailed"}) {
            assertTrue(statuses().contains("\"" + status + "\""), status);
        }
    }

    private static String values(String name) {
        return Document.resolve(Document.tree(), parameter(name).path("schema"))
                .path("enum")
                .toString();
    }

    private static String statuses() {
        return Document.resolve(Document.tree(), parameter("Status").at("/schema/items"))
                .path("enum")
                .toString();
    }

    private static JsonNode parameter(String name) {
        return Document.parameters(Document.tree(), "DescribeImages").stream()
                .filter(parameter -> parameter.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no parameter is called " + name));
    }
}
