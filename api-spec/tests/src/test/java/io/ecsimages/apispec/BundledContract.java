package io.ecsimages.apispec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the bundled OpenAPI document that the build wrote. */
final class BundledContract {

    private BundledContract() {}

    static ObjectNode read() {
        return read("ecs-images.json");
    }

    /** Reads a bundled document by its file name. */
    static ObjectNode read(String name) {
        try (var stream = BundledContract.class.getResourceAsStream("/META-INF/openapi/" + name)) {
            return (ObjectNode) new ObjectMapper().readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the target of a reference, or the node itself if it is not a reference. */
    static JsonNode resolve(JsonNode document, JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    /** Returns the path item of an operation, with its parameters, GET and POST. */
    static JsonNode pathItem(JsonNode document, String action) {
        return document.path("paths").path("/#Action=" + action);
    }

    static List<JsonNode> parameters(JsonNode document, String action) {
        var parameters = new ArrayList<JsonNode>();
        pathItem(document, action)
                .path("parameters")
                .forEach(parameter -> parameters.add(resolve(document, parameter)));
        return parameters;
    }

    /** An error of an operation: its HTTP status, and the example of its response. */
    record Error(String status, JsonNode example) {}

    static Error error(JsonNode document, String action, String id) {
        var responses = pathItem(document, action).at("/get/responses").fields();
        while (responses.hasNext()) {
            var response = responses.next();
            var examples = resolve(document, response.getValue()).at("/content/application~1json/examples");
            if (examples.has(id)) {
                return new Error(response.getKey(), resolve(document, examples.get(id)));
            }
        }
        throw new AssertionError(action + " has no error " + id);
    }
}
