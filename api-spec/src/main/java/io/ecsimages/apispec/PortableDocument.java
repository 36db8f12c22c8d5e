package io.ecsimages.apispec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.core.util.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Describes one operation of the bundled document in standard OpenAPI, for tools that do not know its extensions.
 *
 * <p>The only path is {@code /}, with GET and POST. A repeat list becomes numbered parameters, such as {@code Tag.1.Key}. The
 * POST has a form with the parameters of the operation. The signatures are security schemes and headers.
 */
final class PortableDocument {

    /** The greatest number of a repeat list. Without this limit, some operations had hundreds of parameters. */
    static final int MAX_ITEMS = 10;

    private static final String TEMPLATE = "/META-INF/openapi/portable-template.yaml";
    private static final String FORM = "application/x-www-form-urlencoded";

    /** The keywords whose values have names as keys, which are not extensions even if they begin with {@code x-}. */
    private static final Set<String> MAPS =
            Set.of("examples", "headers", "properties", "responses", "schemas", "securitySchemes");

    private final JsonNode contract;
    private final JsonNode pathItem;
    private final JsonNode operation;
    private final JsonNode template;
    private final Set<String> credentials;

    private PortableDocument(JsonNode contract, JsonNode pathItem, JsonNode template) {
        this.contract = contract;
        this.pathItem = pathItem;
        this.operation = pathItem.path("get");
        this.template = template;
        this.credentials = elements(template.path("securitySchemes"))
                .map(scheme -> scheme.path("name").asText())
                .collect(Collectors.toSet());
    }

    /** Returns the portable documents of all operations of a bundled document. */
    static List<PortableDocument> allOf(JsonNode contract) throws IOException {
        var template = template();
        return elements(contract.path("paths"))
                .map(pathItem -> new PortableDocument(contract, pathItem, template))
                .toList();
    }

    private static JsonNode template() throws IOException {
        try (var stream = PortableDocument.class.getResourceAsStream(TEMPLATE)) {
            var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return Yaml.mapper().readTree(text.replace("{maxItems}", "" + MAX_ITEMS));
        }
    }

    /** Returns the name of the operation. */
    String action() {
        return operation.path("operationId").asText();
    }

    /**
     * Returns the example of the response in XML, to which the document refers as {@code <action>.xml}; an empty string if there
     * is none.
     */
    String xmlExample() {
        return operation.path("responses").properties().stream()
                .filter(response -> response.getKey().startsWith("2"))
                .flatMap(response -> elements(resolve(response.getValue()).at("/content/text~1xml/examples")))
                .findFirst()
                .map(example -> resolve(example).path("value").asText())
                .orElse("");
    }

    /** Returns the OpenAPI document. */
    ObjectNode document() {
        var document = Json.mapper().createObjectNode();
        document.set("openapi", contract.get("openapi"));
        document.set("info", info());
        document.set("servers", contract.get("servers"));
        document.set("tags", tags());
        document.set("security", template.get("security"));
        document.putObject("paths").set("/", path());
        document.set("components", components(document));
        var portable = document.deepCopy();
        removeExtensions(portable, false);
        return portable;
    }

    private ObjectNode info() {
        var info = (ObjectNode) contract.get("info").deepCopy();
        info.put("title", info.path("title").asText() + ": " + action());
        info.setAll((ObjectNode) template.get("info"));
        return info;
    }

    private ArrayNode tags() {
        var names = operation.path("tags");
        var tags = Json.mapper().createArrayNode();
        elements(contract.path("tags"))
                .filter(tag -> elements(names).anyMatch(tag.path("name")::equals))
                .forEach(tags::add);
        return tags;
    }

    private ObjectNode path() {
        var path = Json.mapper().createObjectNode();
        var common = path.putArray("parameters");
        var own = new ArrayList<Value>();
        for (JsonNode reference : pathItem.path("parameters")) {
            var parameter = resolve(reference);
            if (!parameter.path("x-common-parameter").asBoolean()) {
                own.addAll(values(parameter));
            } else if (!credentials.contains(parameter.path("name").asText())) {
                values(parameter).forEach(value -> common.add(value.inQuery()));
            }
        }
        for (JsonNode header : template.path("headers")) {
            ObjectNode parameter = header.deepCopy();
            parameter.put("in", "header").putObject("schema").put("type", "string");
            common.add(parameter);
        }
        var get = path.putObject("get");
        addTexts(get, operation);
        var query = get.putArray("parameters");
        own.forEach(value -> query.add(value.inQuery()));
        get.set("responses", responses());
        var post = path.putObject("post");
        addTexts(post, pathItem.path("post"));
        post.set("requestBody", form(own));
        post.set("responses", responses());
        return path;
    }

    private static void addTexts(ObjectNode target, JsonNode source) {
        for (String field : List.of("tags", "summary", "description", "operationId", "deprecated")) {
            if (source.has(field)) {
                target.set(field, source.get(field));
            }
        }
    }

    private static ObjectNode form(List<Value> values) {
        var body = Json.mapper().createObjectNode();
        body.put("description", "The parameters of the operation.");
        body.put("required", values.stream().anyMatch(Value::required));
        var content = body.putObject("content").putObject(FORM);
        var schema = content.putObject("schema").put("type", "object");
        var required = values.stream().filter(Value::required).map(Value::name).toList();
        if (!required.isEmpty()) {
            required.forEach(schema.putArray("required")::add);
        }
        var properties = schema.putObject("properties");
        var encoding = Json.mapper().createObjectNode();
        for (Value value : values) {
            properties.set(value.name, value.inForm());
            if (value.isList()) {
                // The server reads a comma with and without percent-encoding.
                encoding.putObject(value.name)
                        .put("style", "form")
                        .put("explode", false)
                        .put("allowReserved", true);
            }
        }
        if (!encoding.isEmpty()) {
            content.set("encoding", encoding);
        }
        return body;
    }

    /** Returns references to the responses, which GET and POST share. */
    private ObjectNode responses() {
        var responses = Json.mapper().createObjectNode();
        operation
                .path("responses")
                .fieldNames()
                .forEachRemaining(status ->
                        responses.putObject(status).put("$ref", "#/components/responses/" + responseName(status)));
        return responses;
    }

    private static String responseName(String status) {
        return "Status" + status;
    }

    private ObjectNode components(JsonNode document) {
        var components = Json.mapper().createObjectNode();
        components.set("securitySchemes", template.get("securitySchemes"));
        var responses = components.putObject("responses");
        operation.path("responses").fields().forEachRemaining(response -> {
            ObjectNode copy = resolve(response.getValue()).deepCopy();
            referToXmlExample(copy);
            responses.set(responseName(response.getKey()), copy);
        });
        addReferenced(document, components);
        addReferenced(responses, components);
        return components;
    }

    /** Replaces the example in XML by a link. Linters compare an inline example, which is a string, with the schema. */
    private void referToXmlExample(JsonNode response) {
        if (response.at("/content/text~1xml/examples") instanceof ObjectNode examples && !examples.isEmpty()) {
            var name = examples.fieldNames().next();
            var summary = resolve(examples.get(name)).get("summary");
            examples.removeAll();
            examples.putObject(name).<ObjectNode>set("summary", summary).put("externalValue", action() + ".xml");
        }
    }

    /** Adds the components to which a node refers, and those to which these refer. */
    private void addReferenced(JsonNode node, ObjectNode components) {
        for (JsonNode reference : node.findValues("$ref")) {
            var parts = reference.asText().split("/");
            var group = components.withObject("/" + parts[2]);
            if (!group.has(parts[3])) {
                var target = contract.at(reference.asText().substring(1));
                group.set(parts[3], target);
                addReferenced(target, components);
            }
        }
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? contract.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }

    /** A parameter with one value, as a client sends it. The example is missing if there is none. */
    private record Value(
            String name, String description, boolean required, boolean deprecated, JsonNode schema, JsonNode example) {

        boolean isList() {
            return schema.path("type").asText().equals("array");
        }

        ObjectNode inQuery() {
            var parameter = Json.mapper().createObjectNode();
            parameter.put("name", name).put("in", "query").put("description", text());
            parameter.put("required", required);
            addDeprecation(parameter);
            if (isList()) {
                parameter.put("style", "form").put("explode", false);
            }
            parameter.set("schema", portableSchema());
            return withExample(parameter);
        }

        ObjectNode inForm() {
            var property = portableSchema();
            if (schema.has("$ref")) {
                property.removeAll();
                property.putArray("allOf").add(schema);
            }
            property.put("description", text());
            addDeprecation(property);
            return withExample(property);
        }

        private void addDeprecation(ObjectNode node) {
            if (deprecated) {
                node.put("deprecated", true);
            }
        }

        /**
         * Only a required parameter has its example as such, since Swagger UI sends the examples of all parameters unless the
         * user removes them. Others have it in the description.
         */
        private ObjectNode withExample(ObjectNode node) {
            if (required && !example.isMissingNode()) {
                node.set("example", example);
            }
            return node;
        }

        /** Omits the default of a list, for which the OpenAPI Generator writes invalid Go. */
        private ObjectNode portableSchema() {
            ObjectNode copy = schema.deepCopy();
            return isList() ? copy.without(List.of("default")) : copy;
        }

        private String text() {
            var text = description.strip();
            if (isList() && schema.has("default")) {
                text += " Default: `" + sent(schema.get("default")) + "`.";
            }
            return required || sent(example).isEmpty() ? text : text + " Example: `" + sent(example) + "`.";
        }

        private static String sent(JsonNode value) {
            return value.isArray()
                    ? elements(value).map(JsonNode::asText).collect(Collectors.joining(","))
                    : value.asText();
        }
    }

    /** Returns a parameter as it is, or the numbered parameters of a repeat list. */
    private List<Value> values(JsonNode parameter) {
        var value = new Value(
                parameter.path("name").asText(),
                parameter.path("description").asText(),
                parameter.path("required").asBoolean(),
                parameter.path("deprecated").asBoolean(),
                parameter.path("schema"),
                parameter.path("example"));
        return parameter.path("x-style").asText().equals("repeatList") ? numbered(value) : List.of(value);
    }

    private List<Value> numbered(Value list) {
        var items = resolve(list.schema.path("items"));
        var limit = list.schema.path("maxItems").asInt(MAX_ITEMS);
        var values = new ArrayList<Value>();
        for (int n = 1; n <= Math.min(limit, MAX_ITEMS); n++) {
            var item = new Value(
                    list.name + "." + n,
                    n > 1 ? "Number " + n + " of `" + list.name + ".n`." : introduction(list),
                    list.required && n == 1,
                    list.deprecated,
                    list.schema.path("items"),
                    list.example.path(n - 1));
            if (items.path("type").asText().equals("object")) {
                values.addAll(fields(item, items));
            } else {
                values.add(item);
            }
        }
        return values;
    }

    private static String introduction(Value list) {
        var limit = list.schema.path("maxItems");
        return list.description.strip()
                + (limit.isMissingNode() ? "" : " The list has " + limit.asInt() + " items at most.");
    }

    private List<Value> fields(Value item, JsonNode object) {
        var values = new ArrayList<Value>();
        for (Iterator<Map.Entry<String, JsonNode>> i = object.path("properties").fields(); i.hasNext(); ) {
            var field = i.next();
            var name = field.getKey();
            ObjectNode schema = field.getValue().deepCopy();
            var description = schema.path("description").asText();
            var example = item.example.has(name) ? item.example.get(name) : schema.path("example");
            boolean deprecated = item.deprecated || schema.path("deprecated").asBoolean();
            schema.remove(List.of("deprecated", "description", "example", "xml"));
            var value = new Value(
                    item.name + "." + name,
                    values.isEmpty() && item.name.endsWith(".1") ? item.description + " " + description : description,
                    item.required
                            && elements(object.path("required"))
                                    .anyMatch(required -> required.asText().equals(name)),
                    deprecated,
                    schema.has("allOf") ? schema.at("/allOf/0") : schema,
                    item.name.endsWith(".1") ? example : schema.path("example"));
            if (value.isList()) {
                values.addAll(numbered(value));
            } else {
                values.add(value);
            }
        }
        return values;
    }

    /** Removes all extensions. The keys of some objects are names, not keywords. */
    private static void removeExtensions(JsonNode node, boolean keysAreNames) {
        if (node instanceof ObjectNode object && !keysAreNames) {
            object.remove(object.properties().stream()
                    .map(Map.Entry::getKey)
                    .filter(key -> key.startsWith("x-"))
                    .toList());
        }
        node.fields().forEachRemaining(field -> {
            if (!field.getKey().equals("value")) {
                removeExtensions(field.getValue(), !keysAreNames && MAPS.contains(field.getKey()));
            }
        });
        if (node.isArray()) {
            node.forEach(element -> removeExtensions(element, false));
        }
    }
}
