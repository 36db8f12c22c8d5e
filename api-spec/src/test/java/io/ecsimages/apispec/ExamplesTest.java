package io.ecsimages.apispec;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Everything in the document is described, and its examples are what it describes. */
class ExamplesTest {

    private static final String PLACE = "urn:contract";
    private static final ObjectNode DOCUMENT = Document.tree();
    private static final SchemaRegistry SCHEMAS = schemas();

    /** The schemas of the document, made strict: an example holds no member that is not described. */
    private static SchemaRegistry schemas() {
        var strict = DOCUMENT.deepCopy();
        for (JsonNode schema : strict.at("/components/schemas")) {
            if (schema.has("properties")) {
                ((ObjectNode) schema).put("additionalProperties", false);
            }
        }
        return SchemaRegistry.withDialect(
                Dialects.getOpenApi30(),
                builder -> builder.schemas(Map.of(PLACE, strict.toString()))
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()));
    }

    /** Expects an example to be valid against the schema at this place of the document. */
    private static void valid(String pointer, JsonNode example) {
        var errors = SCHEMAS.getSchema(SchemaLocation.of(PLACE + "#" + pointer)).validate(example);
        assertTrue(errors.isEmpty(), () -> pointer + ": " + errors);
    }

    private static String schema(String name) {
        return "/components/schemas/" + name;
    }

    /** Every schema of the document, inline ones too, by its place. */
    private static Map<String, JsonNode> everySchema() {
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
    void theValidatorRefusesWhatIsNoExample() {
        var schema = SCHEMAS.getSchema(SchemaLocation.of(PLACE + "#" + schema("DescribeImagesResponse")));
        var good = (ObjectNode) DOCUMENT.at("/components/examples/DescribeImages/value");
        assertTrue(schema.validate(good).isEmpty());
        assertFalse(schema.validate(good.deepCopy().without("RequestId")).isEmpty(), "a missing member");
        assertFalse(schema.validate(good.deepCopy().put("PageSize", "1")).isEmpty(), "a wrong type");
        assertFalse(schema.validate(good.deepCopy().put("Pagesize", 1)).isEmpty(), "a member that is not described");
        var image = good.deepCopy();
        ((ObjectNode) image.at("/Images/Image/0")).put("CreationTime", "yesterday");
        assertFalse(schema.validate(image).isEmpty(), "a wrong member deep inside");
    }

    static Stream<String> calls() {
        var calls = new ArrayList<String>();
        DOCUMENT.path("paths").fieldNames().forEachRemaining(calls::add);
        return calls.stream();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void everyParameterHasADescriptionAndAValidExample(String call) {
        var path = "/paths/" + escape(call) + "/parameters";
        var parameters = DOCUMENT.at(path);
        assertTrue(parameters.size() > 10);
        for (int i = 0; i < parameters.size(); i++) {
            var reference = parameters.get(i).path("$ref").asText("");
            var pointer = reference.isEmpty() ? path + "/" + i : reference.substring(1);
            var parameter = DOCUMENT.at(pointer);
            assertFalse(parameter.path("description").asText().isBlank(), pointer);
            assertTrue(parameter.has("example"), pointer);
            valid(pointer + "/schema", parameter.get("example"));
        }
    }

    @Test
    void everySchemaAndEveryMemberHasADescription() {
        var members = new ArrayList<String>();
        everySchema().forEach((pointer, schema) -> {
            var described = Document.resolve(DOCUMENT, schema);
            if (pointer.contains("/components/schemas/")) {
                members.add(pointer);
                assertFalse(described.path("description").asText().isBlank(), pointer);
            }
        });
        assertTrue(members.contains("/components/schemas/Image/properties/ImageId"));
    }

    @Test
    void everyPlainMemberHasAValidExampleAndEveryDefaultIsValid() {
        var examples = new ArrayList<String>();
        everySchema().forEach((pointer, schema) -> {
            if (schema.has("example")) {
                examples.add(pointer);
                valid(pointer, schema.get("example"));
            } else if (pointer.contains("/properties/")) {
                assertTrue(schema.has("$ref") || schema.path("type").asText().equals("array"), pointer);
            }
            if (schema.has("default")) {
                valid(pointer, schema.get("default"));
            }
        });
        assertTrue(examples.contains("/components/schemas/Image/properties/ImageId"));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void theFormOfThePostNamesTheCall(String call) {
        var form = "/paths/" + escape(call) + "/post/requestBody/content/application~1x-www-form-urlencoded";
        valid(form + "/schema", DOCUMENT.at(form + "/example"));
        assertEquals(call, "/#Action=" + DOCUMENT.at(form + "/example/Action").asText());
    }

    @ParameterizedTest
    @MethodSource("calls")
    void everyAnswerInJsonHasValidExamples(String call) {
        var responses = DOCUMENT.at("/paths/" + escape(call) + "/get/responses");
        assertTrue(responses.size() > 5);
        for (JsonNode reference : responses) {
            var response = Document.resolve(DOCUMENT, reference);
            var content = response.at("/content/application~1json");
            assertFalse(content.path("examples").isEmpty(), response.toString());
            for (JsonNode example : content.path("examples")) {
                var pointer = content.at("/schema/$ref").asText().substring(1);
                valid(pointer, Document.resolve(DOCUMENT, example).get("value"));
            }
        }
    }

    @Test
    void everyExampleIsThatOfACall() {
        var used = DOCUMENT.path("paths").toString() + DOCUMENT.at("/components/responses");
        DOCUMENT.at("/components/examples")
                .fieldNames()
                .forEachRemaining(name -> assertTrue(used.contains("/components/examples/" + name + "\""), name));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void everyErrorHasACauseARemedyAndItsCodeWhereOneReadsMore(String call) {
        DOCUMENT.at("/paths/" + escape(call) + "/get/responses").fields().forEachRemaining(response -> {
            var examples = Document.resolve(DOCUMENT, response.getValue()).at("/content/application~1json/examples");
            examples.fields().forEachRemaining(named -> {
                var example = Document.resolve(DOCUMENT, named.getValue());
                var code = example.at("/value/Code").asText();
                if (!response.getKey().startsWith("2")) {
                    assertFalse(example.path("summary").asText().isBlank(), named.getKey());
                    assertFalse(example.path("description").asText().isBlank(), named.getKey());
                    assertTrue(example.at("/value/Recommend").asText().contains("?q=" + code + "&"), named.getKey());
                }
            });
        });
    }

    @Test
    void everyHeaderHasAValidExample() {
        var headers = DOCUMENT.at("/components/headers");
        assertFalse(headers.isEmpty());
        headers.fieldNames()
                .forEachRemaining(name -> assertAll(
                        () -> assertFalse(
                                headers.at("/" + name + "/description").asText().isBlank(), name),
                        () -> valid("/components/headers/" + name + "/schema", headers.at("/" + name + "/example"))));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void theExampleInXmlHasTheShapeThatTheSchemaSays(String call) throws Exception {
        var answer = DOCUMENT.at("/paths/" + escape(call) + "/get/responses/200");
        var content = Document.resolve(DOCUMENT, answer).at("/content/text~1xml");
        var pointer = content.at("/schema/$ref").asText().substring(1);
        var examples = content.path("examples");
        assertFalse(examples.isEmpty(), call);
        for (JsonNode example : examples) {
            var text = Document.resolve(DOCUMENT, example).path("value").asText();
            var root = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(text)))
                    .getDocumentElement();
            var schema = DOCUMENT.at(pointer);
            assertEquals(schema.at("/xml/name").asText(), root.getTagName());
            valid(pointer, read(root, schema));
        }
    }

    /** An element as JSON of the same shape: the schema says what is a list, what is text, and what is not. */
    private static JsonNode read(Element element, JsonNode reference) {
        var schema = Document.resolve(DOCUMENT, reference);
        var json = JsonNodeFactory.instance;
        switch (schema.path("type").asText()) {
            case "object":
                var object = json.objectNode();
                schema.path("properties").fields().forEachRemaining(member -> {
                    if (member.getValue().path("type").asText().equals("array")) {
                        object.putArray(member.getKey());
                    }
                });
                for (Element child : children(element)) {
                    var name = child.getTagName();
                    var property = schema.path("properties").path(name);
                    assertFalse(property.isMissingNode(), element.getTagName() + " has no member " + name);
                    if (object.get(name) instanceof ArrayNode list) {
                        list.add(read(child, property.get("items")));
                    } else {
                        assertFalse(object.has(name), name + " stands there twice");
                        object.set(name, read(child, property));
                    }
                }
                return object;
            case "integer":
                return json.numberNode(Long.parseLong(element.getTextContent()));
            case "boolean":
                assertTrue(List.of("true", "false").contains(element.getTextContent()), element.getTagName());
                return json.booleanNode(Boolean.parseBoolean(element.getTextContent()));
            default:
                assertTrue(children(element).isEmpty(), element.getTagName());
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
