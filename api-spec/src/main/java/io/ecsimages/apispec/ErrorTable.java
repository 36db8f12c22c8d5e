package io.ecsimages.apispec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lists each error once in two Markdown tables, in the description of the tag marked {@code x-error-table}: the common errors,
 * then all others by id.
 *
 * <p>That description has the header of a table twice, the second time at its end.
 */
final class ErrorTable {

    private final JsonNode document;

    private ErrorTable(JsonNode document) {
        this.document = document;
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
        var common = rows(document.at("/components/responses"));
        var others = new TreeMap<String, String>();
        for (JsonNode path : document.path("paths")) {
            others.putAll(rows(path.at("/get/responses")));
        }
        others.keySet().removeAll(common.keySet());
        var text = description.strip() + '\n';
        var lines = text.lines().toList();
        var header = String.join("\n", lines.subList(lines.size() - 2, lines.size())) + '\n';
        var end = text.indexOf(header) + header.length();
        return text.substring(0, end) + lines(common) + text.substring(end) + lines(others);
    }

    private static String lines(Map<String, String> rows) {
        return String.join("", rows.values());
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
                + EvidenceTable.evidence(error) + " |\n";
    }

    private static String cell(String text) {
        return text.strip().replace("|", "\\|").replace("<", "&lt;").replace('\n', ' ');
    }
}
