package io.ecsimages.apispec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Checks that everything in the bundled document has a description, and that all examples are valid. */
@Tag("contract")
class ExamplesTest {

    private static final String DOCUMENT_URI = "urn:contract";
    private static final ObjectNode DOCUMENT = BundledContract.read();
    private static final Schema STRICT_DOCUMENT = strictDocument();
    private static final Map<String, Schema> COMPILED = new HashMap<>();

    /** Returns the document, whose schemas here forbid additional properties. */
    private static Schema strictDocument() {
        var strict = DOCUMENT.deepCopy();
        for (JsonNode schema : strict.at("/components/schemas")) {
            if (schema.has("properties")) {
                ((ObjectNode) schema).put("additionalProperties", false);
            }
        }
        return SchemaRegistry.withDialect(
                        Dialects.getOpenApi30(),
                        builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()))
                .getSchema(SchemaLocation.of(DOCUMENT_URI), strict);
    }

    /** Expects an example to be valid against the schema at a JSON pointer. */
    private static void assertValid(String pointer, JsonNode example) {
        assertThat(COMPILED.computeIfAbsent(pointer, ExamplesTest::compile).validate(example))
                .as(pointer)
                .isEmpty();
    }

    /** Compiles a part of the document. (A schema registry would read the whole document again for each pointer.) */
    private static Schema compile(String pointer) {
        var part = STRICT_DOCUMENT.getSubSchema(
                SchemaLocation.of(DOCUMENT_URI + "#" + pointer).getFragment());
        part.initializeValidators();
        return part;
    }

    private static String schema(String name) {
        return "/components/schemas/" + name;
    }

    /** Returns every schema of the document, including inline schemas, by its JSON pointer. */
    private static Map<String, JsonNode> allSchemas() {
        var found = new TreeMap<String, JsonNode>();
        collect("", DOCUMENT, found);
        return found;
    }

    private static void collect(String pointer, JsonNode node, Map<String, JsonNode> found) {
        if (pointer.endsWith("/schema") || pointer.matches(".*/(schemas|properties)/[^/]+")) {
            found.put(pointer, node);
        }
        if (!pointer.endsWith("/examples")) {
            node.fields().forEachRemaining(e -> collect(pointer + "/" + escape(e.getKey()), e.getValue(), found));
            for (int i = 0; node.isArray() && i < node.size(); i++) {
                collect(pointer + "/" + i, node.get(i), found);
            }
        }
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    @Test
    void findsInvalidExamples() {
        var schema = compile(schema("DescribeImagesResponse"));
        var valid = (ObjectNode) DOCUMENT.at("/components/examples/DescribeImages/value");
        assertThat(schema.validate(valid)).isEmpty();
        assertThat(schema.validate(valid.deepCopy().without("RequestId")))
                .as("missing field")
                .isNotEmpty();
        assertThat(schema.validate(valid.deepCopy().put("PageSize", "1")))
                .as("wrong type")
                .isNotEmpty();
        assertThat(schema.validate(valid.deepCopy().put("Pagesize", 1)))
                .as("unknown field")
                .isNotEmpty();
        var image = valid.deepCopy();
        ((ObjectNode) image.at("/Images/Image/0")).put("CreationTime", "yesterday");
        assertThat(schema.validate(image)).as("invalid nested field").isNotEmpty();
    }

    static Stream<String> paths() {
        var paths = new ArrayList<String>();
        DOCUMENT.path("paths").fieldNames().forEachRemaining(paths::add);
        return paths.stream();
    }

    @ParameterizedTest
    @MethodSource("paths")
    void everyParameterHasADescriptionAndAValidExample(String path) {
        var list = "/paths/" + escape(path) + "/parameters";
        var parameters = DOCUMENT.at(list);
        assertThat(parameters.size()).isGreaterThan(10);
        for (int i = 0; i < parameters.size(); i++) {
            var reference = parameters.get(i).path("$ref").asText("");
            var pointer = reference.isEmpty() ? list + "/" + i : reference.substring(1);
            var parameter = DOCUMENT.at(pointer);
            assertThat(parameter.path("description").asText()).as(pointer).isNotBlank();
            assertThat(parameter.has("example")).as(pointer).isTrue();
            assertValid(pointer + "/schema", parameter.get("example"));
        }
    }

    @Test
    void everySchemaAndPropertyHasADescription() {
        var pointers = new ArrayList<String>();
        allSchemas().forEach((pointer, schema) -> {
            var described = BundledContract.resolve(DOCUMENT, schema);
            if (pointer.contains("/components/schemas/")) {
                pointers.add(pointer);
                assertThat(described.path("description").asText()).as(pointer).isNotBlank();
            }
        });
        assertThat(pointers).contains("/components/schemas/Image/properties/ImageId");
    }

    @Test
    void everyScalarPropertyHasAValidExampleAndEveryDefaultIsValid() {
        var examples = new ArrayList<String>();
        allSchemas().forEach((pointer, schema) -> {
            if (schema.has("example")) {
                examples.add(pointer);
                assertValid(pointer, schema.get("example"));
            } else if (pointer.contains("/properties/")) {
                assertThat(schema.has("$ref") || schema.path("type").asText().equals("array"))
                        .as(pointer)
                        .isTrue();
            }
            if (schema.has("default")) {
                assertValid(pointer, schema.get("default"));
            }
        });
        assertThat(examples).contains("/components/schemas/Image/properties/ImageId");
    }

    @ParameterizedTest
    @MethodSource("paths")
    void formOfPostHasTheAction(String path) {
        var form = "/paths/" + escape(path) + "/post/requestBody/content/application~1x-www-form-urlencoded";
        assertValid(form + "/schema", DOCUMENT.at(form + "/example"));
        assertThat("/#Action=" + DOCUMENT.at(form + "/example/Action").asText()).isEqualTo(path);
    }

    @ParameterizedTest
    @MethodSource("paths")
    void everyJsonResponseHasValidExamples(String path) {
        var responses = DOCUMENT.at("/paths/" + escape(path) + "/get/responses");
        assertThat(responses.size()).isGreaterThan(5);
        for (JsonNode reference : responses) {
            var response = BundledContract.resolve(DOCUMENT, reference);
            var content = response.at("/content/application~1json");
            assertThat(content.path("examples")).as(response.toString()).isNotEmpty();
            for (JsonNode example : content.path("examples")) {
                var pointer = content.at("/schema/$ref").asText().substring(1);
                assertValid(pointer, BundledContract.resolve(DOCUMENT, example).get("value"));
            }
        }
    }

    @Test
    void everyExampleBelongsToAnOperation() {
        var used = DOCUMENT.path("paths").toString() + DOCUMENT.at("/components/responses");
        DOCUMENT.at("/components/examples")
                .fieldNames()
                .forEachRemaining(name -> assertThat(used).contains("/components/examples/" + name + "\""));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void everyErrorHasCauseRemedyAndUrl(String path) {
        DOCUMENT.at("/paths/" + escape(path) + "/get/responses").fields().forEachRemaining(response -> {
            var examples =
                    BundledContract.resolve(DOCUMENT, response.getValue()).at("/content/application~1json/examples");
            examples.fields().forEachRemaining(named -> {
                var example = BundledContract.resolve(DOCUMENT, named.getValue());
                var code = example.at("/value/Code").asText();
                if (!response.getKey().startsWith("2")) {
                    assertThat(example.path("summary").asText())
                            .as(named.getKey())
                            .isNotBlank();
                    assertThat(example.path("description").asText())
                            .as(named.getKey())
                            .isNotBlank();
                    assertThat(example.at("/value/Recommend").asText())
                            .as(named.getKey())
                            .contains("?q=" + code + "&");
                }
            });
        });
    }

    @Test
    void everyHeaderHasAValidExample() {
        var headers = DOCUMENT.at("/components/headers");
        assertThat(headers).isNotEmpty();
        headers.fields().forEachRemaining(header -> {
            var name = header.getKey();
            assertThat(header.getValue().path("description").asText()).as(name).isNotBlank();
            assertValid(
                    "/components/headers/" + name + "/schema", header.getValue().path("example"));
        });
    }

    @ParameterizedTest
    @MethodSource("paths")
    void everyXmlExampleMatchesItsSchema(String path) throws Exception {
        var responses = DOCUMENT.at("/paths/" + escape(path) + "/get/responses");
        var response = responses.get(responses.fieldNames().next());
        var content = BundledContract.resolve(DOCUMENT, response).at("/content/text~1xml");
        var pointer = content.at("/schema/$ref").asText().substring(1);
        var examples = content.path("examples");
        assertThat(examples).isNotEmpty();
        for (JsonNode example : examples) {
            var xml = BundledContract.resolve(DOCUMENT, example).path("value").asText();
            var root = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)))
                    .getDocumentElement();
            var schema = DOCUMENT.at(pointer);
            assertThat(root.getTagName()).isEqualTo(schema.at("/xml/name").asText());
            assertValid(pointer, toJson(root, schema));
        }
    }

    /** Converts an XML element to JSON by its schema. */
    private static JsonNode toJson(Element element, JsonNode reference) {
        var schema = BundledContract.resolve(DOCUMENT, reference);
        var json = JsonNodeFactory.instance;
        switch (schema.path("type").asText()) {
            case "object":
                var object = json.objectNode();
                schema.path("properties").fields().forEachRemaining(property -> {
                    if (property.getValue().path("type").asText().equals("array")) {
                        object.putArray(property.getKey());
                    }
                });
                for (Element child : children(element)) {
                    var name = child.getTagName();
                    var property = schema.path("properties").path(name);
                    assertThat(property.isMissingNode())
                            .as("unknown field %s in %s", name, element.getTagName())
                            .isFalse();
                    if (object.get(name) instanceof ArrayNode list) {
                        list.add(toJson(child, property.get("items")));
                    } else {
                        assertThat(object.has(name))
                                .as("repeated field %s", name)
                                .isFalse();
                        object.set(name, toJson(child, property));
                    }
                }
                return object;
            case "integer":
                return json.numberNode(Long.parseLong(element.getTextContent()));
            case "boolean":
                assertThat(element.getTextContent()).as(element.getTagName()).isIn("true", "false");
                return json.booleanNode(Boolean.parseBoolean(element.getTextContent()));
            default:
                assertThat(children(element)).as(element.getTagName()).isEmpty();
                return json.textNode(element.getTextContent());
        }
    }

    private static List<Element> children(Element element) {
        var children = new ArrayList<Element>();
        for (var node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children.add(child);
            }
        }
        return children;
    }
}
