package io.ecsimages.apispec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.core.util.Json;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables of errors, in each language: every error of the contract once for its call, or once for all. */
class ErrorTableTest {

    private static JsonNode document(String name) throws IOException {
        return Json.mapper().readTree(ErrorTableTest.class.getResourceAsStream("/META-INF/openapi/" + name));
    }

    /** The sections of the tag's description: first what holds for every call. */
    private static List<String> sections(JsonNode document) {
        for (JsonNode tag : document.path("tags")) {
            if (tag.path("name").asText().equals("Errors")) {
                return Arrays.asList(tag.path("description").asText().split("\n## "));
            }
        }
        throw new AssertionError("no tag Errors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecs-images.json", "ecs-images.zh-CN.json"})
    void everyErrorOfACallIsInItsTableOrInThatOfAllCalls(String name) throws IOException {
        var document = document(name);
        var sections = sections(document);
        for (JsonNode path : document.path("paths")) {
            var call = path.path("get").path("operationId").asText();
            var own = sections.stream()
                    .filter(section -> section.startsWith(call + "\n"))
                    .findFirst()
                    .orElse("");
            var ids = new TreeSet<String>();
            path.path("get").path("responses").fields().forEachRemaining(response -> {
                if (!response.getKey().equals("200")) {
                    response.getValue()
                            .findValues("examples")
                            .forEach(examples -> examples.fieldNames().forEachRemaining(ids::add));
                }
            });
            assertTrue(ids.contains("MissingAction"), ids.toString());
            for (String id : ids) {
                var rows = (sections.get(0) + own)
                        .lines()
                        .filter(line -> line.startsWith("| `" + id + "`<br>"))
                        .count();
                assertEquals(1, rows, id + " of " + call);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ecs-images.json|Usage is none of its allowed values.|letter for letter",
                "ecs-images.zh-CN.json|指定的 Usage 不合法。|大小写一致"
            })
    void aRowHasStatusMessageCauseAndRemedy(String expected) throws IOException {
        var parts = expected.split("\\|");
        var row = sections(document(parts[0]))
                .get(1)
                .lines()
                .filter(line -> line.contains("`InvalidUsage`"))
                .findFirst()
                .orElseThrow();
        assertTrue(
                row.startsWith("| `InvalidUsage`<br>404 | The specifed Usage is not valid | " + parts[1] + " | "), row);
        assertTrue(row.contains(parts[2]), row);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecs-images.json", "ecs-images.zh-CN.json"})
    void theCodeIsNamedWhereItIsAnotherThanTheId(String name) throws IOException {
        assertTrue(
                sections(document(name)).get(1).contains("| `InvalidParameter.PageSize`<br>400 `InvalidParameter` |"));
    }
}
