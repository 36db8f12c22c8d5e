package io.ecsimages.apispec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Lists all errors in Markdown tables, in the description of the tag marked {@code x-error-table}.
 *
 * <p>The last two lines of that description are the table header.
 */
final class ErrorTable {

    private final JsonNode document;
    private final Map<String, String> commonRows;

    private ErrorTable(JsonNode document) {
        this.document = document;
        this.commonRows = rows(document.at("/components/responses"));
    }

    static void addTo(JsonNode document) {
        for (JsonNode tag : document.path("tags")) {
            if (tag.path("x-error-table").asBoolean()) {
                ((ObjectNode) tag)
                        .put(
                                "description",
                                new ErrorTable(document)
                                        .appendTo(tag.path("description").asText()));
            }
        }
    }

    private String appendTo(String description) {
        var lines = description.strip().lines().toList();
        var head = String.join("\n", lines.subList(lines.size() - 2, lines.size()));
        var text =
                new StringJoiner("\n", "", "\n").add(description.strip()).add(String.join("\n", commonRows.values()));
        for (JsonNode path : document.path("paths")) {
            var operation = path.path("get");
            var own = rows(operation.path("responses"));
            own.keySet().removeAll(commonRows.keySet());
            if (!own.isEmpty()) {
                text.add("\n## " + operation.path("operationId").asText() + "\n")
                        .add(head)
                        .add(String.join("\n", own.values()));
            }
        }
        return text.toString();
    }

    /** Returns the table rows of the errors in these responses by error id. */
    private Map<String, String> rows(JsonNode responses) {
        var rows = new LinkedHashMap<String, String>();
        responses.fields().forEachRemaining(response -> {
            if (response.getKey().matches("[345][0-9]{2}")) {
                response.getValue()
                        .findValues("examples")
                        .forEach(examples -> examples.fields()
                                .forEachRemaining(error -> rows.put(
                                        error.getKey(),
                                        row(response.getKey(), error.getKey(), resolve(error.getValue())))));
            }
        });
        return rows;
    }

    private JsonNode resolve(JsonNode example) {
        return example.has("$ref") ? document.at(example.get("$ref").asText().substring(1)) : example;
    }

    private static String row(String status, String id, JsonNode error) {
        var code = error.at("/value/Code").asText();
        var message = error.at("/value/Message").asText();
        var statusAndCode = code.equals(id) ? status : status + " `" + code + "`";
        return "| `" + id + "`<br>" + statusAndCode + " | " + cell(message) + " | "
                + cell(error.path("summary").asText()) + " | "
                + cell(error.path("description").asText()) + " | "
                + ConstraintTable.evidence(error) + " |";
    }

    private static String cell(String text) {
        return text.strip().replace("|", "\\|").replace("<", "&lt;").replace('\n', ' ');
    }
}
