package io.ecsimages.apispec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/** The OpenAPI document, as text to be changed and as a tree to be read. */
final class Document {

    static final String TEXT = read();

    private Document() {}

    /** The document with one place of it, which must stand there exactly once, written otherwise. */
    static String with(String place, String otherwise) {
        return with(TEXT, place, otherwise);
    }

    static String with(String document, String place, String otherwise) {
        assertEquals(1, document.split(Pattern.quote(place), -1).length - 1, "how often it says " + place);
        return document.replace(place, otherwise);
    }

    static ObjectNode tree() {
        return new ObjectMapper().valueToTree(new Yaml().load(TEXT));
    }

    /** The node itself, or what it refers to. */
    static JsonNode resolve(JsonNode document, JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    /** All parameters of the call. */
    static List<JsonNode> parameters(JsonNode document) {
        var parameters = new ArrayList<JsonNode>();
        document.at("/paths/~1/parameters").forEach(parameter -> parameters.add(resolve(document, parameter)));
        return parameters;
    }

    private static String read() {
        try (var stream = Document.class.getResourceAsStream("/META-INF/openapi/ecs-images.yaml")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
