package io.ecsimages.apispec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorTableTest {

    /** Returns the sections of the error table: the common errors, then one section per operation. */
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
    void everyErrorHasOneRow(String name) {
        var document = BundledContract.read(name);
        var sections = sections(document);
        for (JsonNode path : document.path("paths")) {
            var operation = path.path("get").path("operationId").asText();
            var own = sections.stream()
                    .filter(section -> section.startsWith(operation + "\n"))
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
            assertThat(ids).contains("MissingAction");
            for (String id : ids) {
                assertThat((sections.get(0) + own).lines())
                        .as("rows of %s for %s", id, operation)
                        .filteredOn(line -> line.startsWith("| `" + id + "`<br>"))
                        .hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecs-images.json", "ecs-images.zh-CN.json"})
    void rowHasStatusMessageCauseAndRemedy(String name) {
        var document = BundledContract.read(name);
        var error = BundledContract.error(document, "DescribeImages", "InvalidUsage");
        assertThat(error.example().path("summary").asText()).isNotBlank();
        assertThat(sections(document).get(1).lines())
                .filteredOn(line -> line.startsWith("| `InvalidUsage`<br>" + error.status()))
                .singleElement()
                .asString()
                .contains(" | " + error.example().at("/value/Message").asText() + " | "
                        + error.example().path("summary").asText() + " | "
                        + error.example().path("description").asText() + " | ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecs-images.json", "ecs-images.zh-CN.json"})
    void rowHasCodeIfItDiffersFromId(String name) {
        var document = BundledContract.read(name);
        var id = "InvalidParameter.PageSize";
        var error = BundledContract.error(document, "DescribeImages", id);
        var code = error.example().at("/value/Code").asText();
        assertThat(code).isNotEqualTo(id);
        assertThat(sections(document).get(1)).contains("| `" + id + "`<br>" + error.status() + " `" + code + "` |");
    }
}
