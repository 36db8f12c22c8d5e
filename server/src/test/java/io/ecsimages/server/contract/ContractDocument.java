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
import java.util.concurrent.ConcurrentHashMap;

/** The OpenAPI document that the server serves, with its parameters, schemas and errors. */
public final class ContractDocument {

    public static final ContractDocument CONTRACT = new ContractDocument();

    private static final String DOCUMENT_URI = "urn:contract";

    private final JsonNode document = read();
    private final com.networknt.schema.Schema root =
            SchemaRegistry.withDialect(Dialects.getOpenApi30()).getSchema(SchemaLocation.of(DOCUMENT_URI), document);
    private final List<String> actions = readActions();
    private final Map<String, com.networknt.schema.Schema> schemas = new ConcurrentHashMap<>();
    private final Map<String, List<Parameter>> parameters = new ConcurrentHashMap<>();
    private final Map<String, List<ListedError>> errors = new ConcurrentHashMap<>();

    private ContractDocument() {}

    /** An error of an action: its id, its status, and its example response. */
    public record ListedError(String id, int status, JsonNode response) {}

    /** A schema, which may contain references, and its JSON pointer. */
    record Schema(JsonNode node, String pointer) {

        String type() {
            return node.path("type").asText();
        }
    }

    /** Reads the document and forbids additional properties in its schemas, unless they allow them. */
    private static JsonNode read() {
        try (var stream = ContractDocument.class.getResourceAsStream("/META-INF/docs/openapi.json")) {
            var document = new ObjectMapper().readTree(stream);
            for (JsonNode schema : document.at("/components/schemas")) {
                if (schema.has("properties") && !schema.has("additionalProperties")) {
                    ((ObjectNode) schema).put("additionalProperties", false);
                }
            }
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> readActions() {
        var names = new ArrayList<String>();
        document.path("paths").fieldNames().forEachRemaining(path -> names.add(path.replaceFirst(".*=", "")));
        return List.copyOf(names);
    }

    /** Returns the names of all actions. */
    public List<String> actions() {
        return actions;
    }

    private static String pointer(String action) {
        return "/paths/~1#Action=" + action;
    }

    /** Returns the parameters of an action, without the common parameters. */
    public List<Parameter> parameters(String action) {
        return parameters.computeIfAbsent(action, this::readParameters);
    }

    private List<Parameter> readParameters(String action) {
        var pointer = pointer(action) + "/parameters";
        var own = new ArrayList<Parameter>();
        for (int i = 0; i < document.at(pointer).size(); i++) {
            var parameter = resolve(document.at(pointer + "/" + i), pointer + "/" + i);
            if (!parameter.node.path("x-common-parameter").asBoolean()) {
                own.add(new Parameter(this, action, parameter.node, parameter.pointer));
            }
        }
        return List.copyOf(own);
    }

    /** Returns an integer in the schema of a parameter: a limit or a default. */
    public int limit(String action, String parameter, String keyword) {
        var value = parameters(action).stream()
                .filter(candidate -> candidate.name().equals(parameter))
                .map(found -> found.schema().node().path(keyword))
                .filter(JsonNode::isInt)
                .findFirst();
        return value.orElseThrow(() -> new AssertionError(action + " has no " + keyword + " of " + parameter))
                .asInt();
    }

    /** Returns a minimal request: Action, and the examples of the required parameters. */
    public Map<String, String> minimalRequest(String action) {
        var request = new TreeMap<String, String>();
        request.put("Action", action);
        parameters(action).stream()
                .filter(Parameter::required)
                .forEach(parameter -> request.putAll(parameter.example()));
        return request;
    }

    /** Returns the errors of an action. */
    public List<ListedError> errors(String action) {
        return errors.computeIfAbsent(action, this::readErrors);
    }

    private List<ListedError> readErrors(String action) {
        var listed = new ArrayList<ListedError>();
        document.at(pointer(action) + "/get/responses").fields().forEachRemaining(response -> {
            var status = Integer.parseInt(response.getKey());
            if (status >= 400) {
                examples(action, status).forEach((id, example) -> listed.add(new ListedError(id, status, example)));
            }
        });
        return List.copyOf(listed);
    }

    private Map<String, JsonNode> examples(String action, int status) {
        var examples = new LinkedHashMap<String, JsonNode>();
        content(action, status, "application/json")
                .path("examples")
                .fields()
                .forEachRemaining(example -> examples.put(
                        example.getKey(), resolve(example.getValue(), "").node.path("value")));
        return examples;
    }

    /** Returns the response content of a media type; a missing node if there is none. */
    private JsonNode content(String action, int status, String type) {
        return resolve(document.at(pointer(action) + "/get/responses/" + status), "")
                .node
                .path("content")
                .path(type);
    }

    /** Returns the schema of a response; its node is missing if the contract has no such response. */
    Schema response(String action, int status, String type) {
        return resolve(content(action, status, type).path("schema"), "");
    }

    Schema items(Schema list) {
        return part(list, "/items");
    }

    Schema field(Schema object, String name) {
        return part(object, "/properties/" + name);
    }

    /** Returns a schema within another, and follows references, including those in {@code allOf}. */
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

    /** Returns the violations of a schema by a value. */
    List<Error> problems(Schema schema, JsonNode value) {
        return schemas.computeIfAbsent(schema.pointer, this::compile).validate(value);
    }

    /** Compiles a part of the document. (A schema registry would read the whole document again for each pointer.) */
    private synchronized com.networknt.schema.Schema compile(String pointer) {
        var part = root.getSubSchema(
                SchemaLocation.of(DOCUMENT_URI + "#" + pointer).getFragment());
        part.initializeValidators();
        return part;
    }
}
