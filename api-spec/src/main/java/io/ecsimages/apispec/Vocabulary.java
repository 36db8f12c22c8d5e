package io.ecsimages.apispec;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.swagger.v3.core.util.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Checks that a hand-written document uses only the keywords of the vocabulary, each at its place.
 *
 * <p>The vocabulary is a JSON Schema. In addition to the keywords of JSON Schema it has {@code errorMessage}, the message for
 * an invalid value; {@code x-unknown}, the message for any unknown keyword of an object; and {@code x-instead}, messages for
 * particular unknown keywords.
 */
final class Vocabulary {

    private static final String RESOURCE = "/META-INF/openapi/vocabulary.schema.json";

    private static final JsonNode DEFINITION = read();
    private static final Schema SCHEMA =
            SchemaRegistry.withDialect(Dialects.getDraft202012()).getSchema(DEFINITION);

    /** The number of changed characters in a keyword that is probably misspelt; -1 for more than two. */
    private static final LevenshteinDistance SIMILARITY = new LevenshteinDistance(2);

    private Vocabulary() {}

    private static JsonNode read() {
        try (var stream = Vocabulary.class.getResourceAsStream(RESOURCE)) {
            return Json.mapper().readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the JSON Schema. */
    static JsonNode definition() {
        return DEFINITION;
    }

    /** Returns the places of a document that the vocabulary does not have. */
    static List<SourceProblem> check(SourceDocument document) {
        return SCHEMA.validate(document.content()).stream()
                .map(error -> problem(document, error))
                .distinct()
                .toList();
    }

    private static SourceProblem problem(SourceDocument document, Error error) {
        var pointer = error.getInstanceLocation().toString();
        var keyword = error.getKeyword();
        var schema = parentSchema(error);
        var place = document.content().at(pointer);
        if (keyword.equals("additionalProperties")) {
            var name = error.getProperty();
            return document.problem(SourceDocument.child(pointer, name), unknown(schema, name));
        }
        var message = schema.path("errorMessage").asText("");
        if (!message.isEmpty()) {
            return document.problem(pointer, message);
        }
        return document.problem(
                pointer,
                switch (keyword) {
                    case "required" -> error.getProperty() + " is missing; add it";
                    case "type" -> "is not of the type " + schema.path("type").asText() + "; correct the value";
                    case "const" -> "write " + schema.path("const");
                    case "enum" -> "write one of " + schema.path("enum");
                    case "uniqueItems" -> "has the same item twice; remove one";
                    case "minItems", "minProperties" -> "is empty; add an entry, or remove it";
                    case "minLength" -> "is empty; write a text";
                    default -> place + " is not allowed here: " + error.getMessage();
                });
    }

    /** Returns the schema object that has the violated keyword. */
    private static JsonNode parentSchema(Error error) {
        var location = error.getSchemaLocation().getFragment().toString();
        return DEFINITION.at(location.substring(0, location.lastIndexOf('/')));
    }

    private static String unknown(JsonNode schema, String name) {
        var own = schema.path("x-instead").path(name).asText("");
        if (!own.isEmpty()) {
            return "is not supported here; " + own;
        }
        var every = schema.path("x-unknown").asText("");
        if (!every.isEmpty()) {
            return every;
        }
        var instead = DEFINITION.path("x-instead").path(name).asText("");
        if (!instead.isEmpty()) {
            return "is not supported here; " + instead;
        }
        var allowed = new TreeSet<String>();
        schema.path("properties").fieldNames().forEachRemaining(allowed::add);
        return allowed.stream()
                .filter(keyword -> SIMILARITY.apply(keyword, name) >= 0)
                .min(Comparator.comparingInt(keyword -> SIMILARITY.apply(keyword, name)))
                .map(keyword -> "is unknown; did you mean " + keyword + "?")
                .orElseGet(() -> "is not supported here; the keywords are " + String.join(", ", allowed));
    }
}
