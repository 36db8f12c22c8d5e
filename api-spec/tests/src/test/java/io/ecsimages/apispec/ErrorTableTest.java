package io.ecsimages.apispec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("contract")
class ErrorTableTest {

    private static String description(JsonNode document) {
        for (JsonNode tag : document.path("tags")) {
            if (tag.path("name").asText().equals("Errors")) {
                return tag.path("description").asText();
            }
        }
        throw new AssertionError("no tag Errors");
    }

    /** Returns the error ids in the rows of one of the two tables: of the common errors, or of the others. */
    private static List<String> ids(JsonNode document, int table) {
        return description(document)
                .split("\\|---.*\n")[table]
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("`")[1])
                .toList();
    }

    private static Set<String> ids(JsonNode responses) {
        var ids = new TreeSet<String>();
        responses.fields().forEachRemaining(response -> {
            if (response.getKey().matches("[345]..")) {
                response.getValue()
                        .findValues("examples")
                        .forEach(examples -> examples.fieldNames().forEachRemaining(ids::add));
            }
        });
        return ids;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecs-images.json", "ecs-images.zh-CN.json"})
    void everyErrorHasOneRow(String name) {
        var document = BundledContract.read(name);
        var common = ids(document.at("/components/responses"));
        assertThat(common).contains("MissingAction");
        assertThat(ids(document, 1)).containsExactlyInAnyOrderElementsOf(common);
        var others = new TreeSet<String>();
        for (JsonNode path : document.path("paths")) {
            others.addAll(ids(path.at("/get/responses")));
        }
        others.removeAll(common);
        assertThat(others).contains("InvalidUsage");
        assertThat(ids(document, 2)).containsExactlyElementsOf(others);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecs-images.json", "ecs-images.zh-CN.json"})
    void rowHasStatusMessageCauseAndRemedy(String name) {
        var document = BundledContract.read(name);
        var error = BundledContract.error(document, "DescribeImages", "InvalidUsage");
        assertThat(error.example().path("summary").asText()).isNotBlank();
        assertThat(description(document).lines())
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
        assertThat(description(document)).contains("| `" + id + "`<br>" + error.status() + " `" + code + "` |");
    }
}
