package io.ecsimages.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The contract as the server hands it out: what its calls may be sent, and what they may answer. */
public final class ContractDocument {

    public static final ContractDocument CONTRACT = new ContractDocument();

    private static final String PLACE = "urn:contract";

    private final JsonNode document = read();
    private final SchemaRegistry schemas = SchemaRegistry.withDialect(
            Dialects.getOpenApi30(), builder -> builder.schemas(Map.of(PLACE, document.toString())));

    private ContractDocument() {}

    /** An error as a call lists it: its id, its status, and the answer that is its example. */
    public record ListedError(String id, int status, JsonNode response) {}

    /** A schema of the contract, which refers to others; and where it stands. */
    record Schema(JsonNode node, String pointer) {

        String type() {
            return node.path("type").asText();
        }
    }

    /** The schemas are made strict: a structure has no member that is not described. */
    private static JsonNode read() {
        try (var stream = ContractDocument.class.getResourceAsStream("/META-INF/docs/openapi.json")) {
            var document = new ObjectMapper().readTree(stream);
            for (JsonNode schema : document.at("/components/schemas")) {
                if (schema.has("properties")) {
                    ((ObjectNode) schema).put("additionalProperties", false);
                }
            }
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of all calls. */
    public List<String> calls() {
        var calls = new ArrayList<String>();
        document.path("paths").fieldNames().forEachRemaining(path -> calls.add(path.replaceFirst(".*=", "")));
        return calls;
    }

    private static String pointer(String call) {
        return "/paths/~1#Action=" + call;
    }

    /** The parameters of a call itself, not those of its envelope. */
    public List<Parameter> parameters(String call) {
        var pointer = pointer(call) + "/parameters";
        var parameters = new ArrayList<Parameter>();
        for (int i = 0; i < document.at(pointer).size(); i++) {
            var parameter = resolve(document.at(pointer + "/" + i), pointer + "/" + i);
            if (!parameter.node.path("x-common-parameter").asBoolean()) {
                parameters.add(new Parameter(this, call, parameter.node, parameter.pointer));
            }
        }
        return parameters;
    }

    /** The least that a call can be sent: its Action, and the parameters that it requires, as in their examples. */
    public Map<String, String> leastRequest(String call) {
        var request = new TreeMap<String, String>();
        request.put("Action", call);
        parameters(call).stream().filter(Parameter::required).forEach(parameter -> request.putAll(parameter.example()));
        return request;
    }

    /** The errors that a call lists. */
    public List<ListedError> errors(String call) {
        var errors = new ArrayList<ListedError>();
        document.at(pointer(call) + "/get/responses").fields().forEachRemaining(response -> {
            var status = Integer.parseInt(response.getKey());
            if (status >= 400) {
                examples(call, status).forEach((id, answer) -> errors.add(new ListedError(id, status, answer)));
            }
        });
        return errors;
    }

    private Map<String, JsonNode> examples(String call, int status) {
        var examples = new LinkedHashMap<String, JsonNode>();
        content(call, status, "application/json")
                .path("examples")
                .fields()
                .forEachRemaining(example -> examples.put(
                        example.getKey(), resolve(example.getValue(), "").node.path("value")));
        return examples;
    }

    /** What a call answers in this format; nothing where it does not. */
    private JsonNode content(String call, int status, String type) {
        return resolve(document.at(pointer(call) + "/get/responses/" + status), "")
                .node
                .path("content")
                .path(type);
    }

    /** The schema of what a call answers; its node is missing where the contract lists no such answer. */
    Schema response(String call, int status, String type) {
        return resolve(content(call, status, type).path("schema"), "");
    }

    Schema items(Schema list) {
        return part(list, "/items");
    }

    Schema member(Schema structure, String name) {
        return part(structure, "/properties/" + name);
    }

    /** A schema within another: itself, or the one that it refers to, also where a description stands beside. */
    Schema part(Schema whole, String pointer) {
        var part = resolve(whole.node.at(pointer), whole.pointer + pointer);
        return part.node.path("allOf").size() == 1 ? part(part, "/allOf/0") : part;
    }

    private Schema resolve(JsonNode node, String pointer) {
        if (!node.has("$ref")) {
            return new Schema(node, pointer);
        }
        var target = node.get("$ref").asText().substring(1);
        return new Schema(document.at(target), target);
    }

    /** What is wrong with a value. */
    List<Error> problems(Schema schema, JsonNode value) {
        return schemas.getSchema(SchemaLocation.of(PLACE + "#" + schema.pointer))
                .validate(value);
    }
}
