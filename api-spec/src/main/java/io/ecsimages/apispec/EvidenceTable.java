package io.ecsimages.apispec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Lists the sources of the evidence in a Markdown table, in the description of the tag marked {@code x-evidence-table}.
 *
 * <p>The last two lines of that description are the table header.
 */
final class EvidenceTable {

    private EvidenceTable() {}

    static void addTo(JsonNode document) {
        for (JsonNode tag : document.path("tags")) {
            if (tag.path("x-evidence-table").asBoolean()) {
                ((ObjectNode) tag)
                        .put("description", tag.path("description").asText().strip() + '\n' + rows(document));
            }
        }
    }

    private static String rows(JsonNode document) {
        var rows = new StringBuilder();
        document.path("x-evidence-sources")
                .fields()
                .forEachRemaining(source -> rows.append("| `%s` | %s |\n"
                        .formatted(
                                source.getKey(),
                                source.getValue().path("description").asText())));
        return rows.toString();
    }

    /** Returns the sources of an error, for a cell of a table. */
    static String evidence(JsonNode error) {
        return StreamSupport.stream(error.path("x-evidence").spliterator(), false)
                .map(source -> "`" + source.asText() + "`")
                .collect(Collectors.joining(", "));
    }
}
