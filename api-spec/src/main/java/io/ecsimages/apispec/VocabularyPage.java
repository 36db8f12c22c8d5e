package io.ecsimages.apispec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Locale;
import java.util.TreeSet;

/** Renders the vocabulary of the contract as a Markdown page for {@code docs/reference}. */
final class VocabularyPage {

    private static final String HEADER =
            "| Keyword | Value | Required | Takes effect in | Meaning |\n|---|---|---|---|---|\n";

    private static final String ANY = "any value";

    private final JsonNode vocabulary;
    private final StringBuilder page = new StringBuilder();

    private VocabularyPage(JsonNode vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** Returns the page. */
    static String render() {
        return new VocabularyPage(Vocabulary.definition()).page();
    }

    private String page() {
        page.append("# ")
                .append(vocabulary.path("title").asText())
                .append("\n\n")
                .append(vocabulary.path("description").asText())
                .append(" The message names file, line, place and remedy.\n\nThis page is generated from")
                .append(
                        " `api-spec/src/main/resources/META-INF/openapi/vocabulary.schema.json`, a JSON Schema. The first line")
                .append(" of each document refers to it, so that editors complete keywords and mark errors.\n\n")
                .append("A keyword takes effect in the generated code of the server, in that of the client, and in the")
                .append(
                        " documentation (docs). Descriptions are in the Javadoc of the generated code, too. A test changes")
                .append(" every keyword at every kind of place, and checks that all of them follow.\n");
        vocabulary.path("$defs").elements().forEachRemaining(this::section);
        page.append("\n## Keywords that are not supported\n\n| Keyword | Instead |\n|---|---|\n");
        vocabulary
                .path("x-instead")
                .fields()
                .forEachRemaining(keyword -> page.append("| `")
                        .append(keyword.getKey())
                        .append("` | ")
                        .append(keyword.getValue().asText())
                        .append(" |\n"));
        return page.toString();
    }

    private void section(JsonNode definition) {
        if (!definition.has("title")) {
            return;
        }
        page.append("\n## ")
                .append(definition.path("title").asText())
                .append("\n\n")
                .append(definition.path("description").asText())
                .append("\n\n")
                .append(HEADER);
        var required = new TreeSet<String>();
        definition.path("required").forEach(name -> required.add(name.asText()));
        definition
                .path("properties")
                .fields()
                .forEachRemaining(property -> page.append("| `")
                        .append(property.getKey())
                        .append("` | ")
                        .append(value(property.getValue()))
                        .append(" | ")
                        .append(required.contains(property.getKey()) ? "yes" : "")
                        .append(" | ")
                        .append(effect(property.getValue()))
                        .append(" | ")
                        .append(property.getValue().path("description").asText())
                        .append(" |\n"));
    }

    /** Returns where a keyword takes effect; nothing for an object whose own keywords do. */
    private static String effect(JsonNode schema) {
        var artefacts = new ArrayList<String>();
        schema.path("x-effect").forEach(artefact -> artefacts.add(artefact.asText()));
        return String.join(", ", artefacts);
    }

    /** Returns the allowed values of a keyword: constants, a type, or a link to a section. */
    private String value(JsonNode schema) {
        var target = target(schema);
        if (target.has("title")) {
            return link(target);
        } else if (target.path("properties").has("$ref")) {
            return "reference";
        } else if (target.has("allOf")) {
            return value(target.path("allOf").path(0));
        } else if (target.has("const")) {
            return "`" + target.path("const").asText() + "`";
        } else if (target.has("enum")) {
            var values = new ArrayList<String>();
            target.path("enum").forEach(value -> values.add("`" + value.asText() + "`"));
            return String.join(", ", values);
        } else if (target.path("type").asText().equals("array") && target.has("items")) {
            return "list of " + value(target.path("items"));
        } else if (target.has("else")) {
            return alternatives(target);
        } else if (target.path("additionalProperties").isObject()) {
            return "map of " + value(target.path("additionalProperties"));
        }
        return target.path("type").asText(ANY);
    }

    /** Returns the values of a schema that depends on a condition. */
    private String alternatives(JsonNode schema) {
        var values = new ArrayList<String>();
        for (var rest = schema; rest.has("then"); rest = target(rest.path("else"))) {
            values.add(value(rest.path("then")));
            if (!target(rest.path("else")).has("then")
                    && target(rest.path("else")).has("title")) {
                values.add(value(rest.path("else")));
            }
        }
        values.remove(ANY);
        return String.join(", ", values);
    }

    private JsonNode target(JsonNode schema) {
        return schema.has("$ref")
                ? target(vocabulary.at(schema.path("$ref").asText().substring(1)))
                : schema;
    }

    private static String link(JsonNode definition) {
        var title = definition.path("title").asText();
        var anchor =
                title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
        return "[" + title + "](#" + anchor + ")";
    }
}
