package io.ecsimages.apispec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Lists the constraints of all parameters and their evidence in Markdown tables, in the description of the tag marked
 * {@code x-constraint-table}.
 *
 * <p>That description has two table headers: the first, of two columns, is for the sources, the last for the parameters.
 */
final class ConstraintTable {

    private static final String SOURCES_HEADER = "|---|---|\n";

    private final JsonNode document;

    private ConstraintTable(JsonNode document) {
        this.document = document;
    }

    static void addTo(JsonNode document) {
        for (JsonNode tag : document.path("tags")) {
            if (tag.path("x-constraint-table").asBoolean()) {
                ((ObjectNode) tag)
                        .put(
                                "description",
                                new ConstraintTable(document)
                                        .appendTo(tag.path("description").asText()));
            }
        }
    }

    private String appendTo(String description) {
        var lines = description.strip().lines().toList();
        var head = String.join("\n", lines.subList(lines.size() - 2, lines.size()));
        var text = new StringJoiner("\n", "", "\n")
                .add(description.strip().replace(SOURCES_HEADER, SOURCES_HEADER + sources()));
        var operations = document.path("paths");
        parameters(operations.iterator().next(), true).forEach(text::add);
        for (JsonNode operation : operations) {
            text.add("\n## " + operation.at("/get/operationId").asText() + "\n").add(head);
            parameters(operation, false).forEach(text::add);
        }
        return text.toString();
    }

    private String sources() {
        var rows = new StringBuilder();
        document.path("x-evidence-sources")
                .fields()
                .forEachRemaining(source -> rows.append("| `%s` | %s |\n"
                        .formatted(
                                source.getKey(),
                                source.getValue().path("description").asText())));
        return rows.toString();
    }

    private List<String> parameters(JsonNode operation, boolean common) {
        var rows = new ArrayList<String>();
        for (JsonNode reference : operation.path("parameters")) {
            var parameter = resolve(reference);
            if (parameter.has("x-common-parameter") == common) {
                var name = parameter.path("name").asText();
                rows.add(row(name, parameter, parameter.path("schema")));
                resolve(parameter.at("/schema/items"))
                        .path("properties")
                        .fields()
                        .forEachRemaining(field ->
                                rows.add(row(name + ".n." + field.getKey(), field.getValue(), field.getValue())));
            }
        }
        return rows;
    }

    private static String row(String name, JsonNode place, JsonNode schema) {
        var constraints = new ArrayList<String>();
        var errors = new LinkedHashSet<String>();
        place.path("x-errors").fields().forEachRemaining(error -> {
            var limit = schema.path(error.getKey());
            constraints.add("`" + error.getKey() + "`" + (limit.isNumber() ? " " + limit.asText() : ""));
            errors.add("`" + error.getValue().asText() + "`");
        });
        return "| `%s` | %s | %s | %s |"
                .formatted(name, String.join(", ", constraints), String.join("<br>", errors), evidence(place));
    }

    /** Returns the sources of a constraint or an error, for a cell of a table. */
    static String evidence(JsonNode place) {
        return StreamSupport.stream(place.path("x-evidence").spliterator(), false)
                .map(source -> "`" + source.asText() + "`")
                .collect(Collectors.joining(", "));
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }
}
