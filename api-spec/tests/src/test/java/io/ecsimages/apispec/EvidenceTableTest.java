package io.ecsimages.apispec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("contract")
class EvidenceTableTest {

    private static List<String> rows(JsonNode document) {
        for (JsonNode tag : document.path("tags")) {
            if (tag.path("name").asText().equals("Evidence")) {
                return tag.path("description")
                        .asText()
                        .lines()
                        .filter(line -> line.startsWith("| `"))
                        .toList();
            }
        }
        throw new AssertionError("no tag Evidence");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecs-images.json", "ecs-images.zh-CN.json"})
    void listsEverySource(String name) {
        var document = BundledContract.read(name);
        var text = document.path("paths").toString() + document.path("components");
        var expected = new ArrayList<String>();
        document.path("x-evidence-sources").fields().forEachRemaining(source -> {
            expected.add("| `" + source.getKey() + "` | "
                    + source.getValue().path("description").asText() + " |");
            assertThat(text).containsPattern("\"x-evidence\":\\[[^]]*\"" + source.getKey() + "\"");
        });
        assertThat(expected).isNotEmpty();
        assertThat(rows(document)).isEqualTo(expected);
    }
}
