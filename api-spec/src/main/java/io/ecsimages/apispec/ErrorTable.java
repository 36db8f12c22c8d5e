package io.ecsimages.apispec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * All errors of the contract as Markdown, for people to look up: in the description of the tag that says
 * {@code x-error-table}, whose last two lines are the head of the table.
 */
final class ErrorTable {

    private final JsonNode document;
    private final Map<String, String> ofEveryCall;

    private ErrorTable(JsonNode document) {
        this.document = document;
        this.ofEveryCall = rows(document.at("/components/responses"));
    }

    static void write(JsonNode document) {
        for (JsonNode tag : document.path("tags")) {
            if (tag.path("x-error-table").asBoolean()) {
                ((ObjectNode) tag)
                        .put(
                                "description",
                                new ErrorTable(document)
                                        .below(tag.path("description").asText()));
            }
        }
    }

    private String below(String description) {
        var lines = description.strip().lines().toList();
        var head = String.join("\n", lines.subList(lines.size() - 2, lines.size()));
        var text =
                new StringJoiner("\n", "", "\n").add(description.strip()).add(String.join("\n", ofEveryCall.values()));
        for (JsonNode path : document.path("paths")) {
            var call = path.path("get");
            var own = rows(call.path("responses"));
            own.keySet().removeAll(ofEveryCall.keySet());
            if (!own.isEmpty()) {
                text.add("\n## " + call.path("operationId").asText() + "\n")
                        .add(head)
                        .add(String.join("\n", own.values()));
            }
        }
        return text.toString();
    }

    /** The rows of the errors that these responses list, by the errors' ids. */
    private Map<String, String> rows(JsonNode responses) {
        var rows = new LinkedHashMap<String, String>();
        responses.fields().forEachRemaining(response -> {
            if (response.getKey().matches("[345][0-9]{2}")) {
                response.getValue()
                        .findValues("examples")
                        .forEach(examples -> examples.fields()
                                .forEachRemaining(error -> rows.put(
                                        error.getKey(),
                                        row(response.getKey(), error.getKey(), resolved(error.getValue())))));
            }
        });
        return rows;
    }

    private JsonNode resolved(JsonNode example) {
        return example.has("$ref") ? document.at(example.get("$ref").asText().substring(1)) : example;
    }

    private static String row(String status, String id, JsonNode error) {
        var code = error.at("/value/Code").asText();
        var message = error.at("/value/Message").asText();
        var answered = code.equals(id) ? status : status + " `" + code + "`";
        return "| `" + id + "`<br>" + answered + " | " + cell(message) + " | "
                + cell(error.path("summary").asText()) + " | "
                + cell(error.path("description").asText()) + " |";
    }

    private static String cell(String text) {
        return text.strip().replace("|", "\\|").replace("<", "&lt;").replace('\n', ' ');
    }
}
