package io.ecsimages.apispec;

import static io.ecsimages.apispec.ContractSource.ORIGINAL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConstraintTableTest {

    private static List<String> lines(JsonNode document) {
        for (JsonNode tag : document.path("tags")) {
            if (tag.path("name").asText().equals("Constraints")) {
                return tag.path("description").asText().lines().toList();
            }
        }
        throw new AssertionError("no tag Constraints");
    }

    /** Returns the rows of one operation, without the header. */
    private static List<String> rows(JsonNode document, String operation) {
        var lines = lines(document);
        var start = lines.indexOf("## " + operation);
        assertThat(start).as(operation).isPositive();
        return lines.subList(start, lines.size()).stream()
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecs-images.json", "ecs-images.zh-CN.json"})
    void listsEveryParameterOfEveryOperation(String name) {
        var document = BundledContract.read(name);
        for (JsonNode path : document.path("paths")) {
            var operation = path.at("/get/operationId").asText();
            var expected = new TreeSet<String>();
            for (JsonNode parameter : BundledContract.parameters(document, operation)) {
                if (!parameter.has("x-common-parameter")) {
                    expected.add(parameter.path("name").asText());
                }
            }
            assertThat(rows(document, operation))
                    .extracting(row -> row.split("`")[1])
                    .extracting(row -> expected.contains(row) ? row : row.replaceFirst("[.].*", ""))
                    .as(operation)
                    .containsOnly(expected.toArray(String[]::new));
        }
        assertThat(lines(document))
                .filteredOn(line -> line.startsWith("| `SignatureNonce` |"))
                .hasSize(1);
    }

    @Test
    void listsConstraintsErrorsAndEvidence() {
        assertThat(rows(BundledContract.read(), "DescribeImages"))
                .contains(
                        "| `Usage` | `enum` | `InvalidUsage` | `page-2015`, `page-2018`, `page-2025` |",
                        "| `ActionType` |  |  | `programs` |",
                        "| `ImageName` |  |  |  |");
    }

    @Test
    void listsLimits() {
        var pageSize = "describe-tags.yaml#/pathItem/parameters/PageSize/schema/";
        assertThat(rows(BundledContract.read(), "DescribeTags"))
                .anyMatch(row -> row.startsWith("| `PageSize` | `type`, `minimum` %d, `maximum` %d | "
                        .formatted(ORIGINAL.integer(pageSize + "minimum"), ORIGINAL.integer(pageSize + "maximum"))));
        int minLength = ORIGINAL.integer("common.yaml#/components/schemas/TagFilter/properties/Key/minLength");
        assertThat(rows(BundledContract.read(), "DescribeImages"))
                .anyMatch(row -> row.startsWith("| `Tag.n.Key` | `required`, `minLength` " + minLength + " | "));
    }

    @Test
    void listsEverySource() {
        var document = BundledContract.read();
        var text = document.path("paths").toString() + document.path("components");
        document.path("x-evidence-sources").fields().forEachRemaining(source -> {
            var id = source.getKey();
            assertThat(lines(document))
                    .contains("| `" + id + "` | "
                            + source.getValue().path("description").asText() + " |");
            assertThat(text).containsPattern("\"x-evidence\":\\[[^]]*\"" + id + "\"");
        });
    }
}
