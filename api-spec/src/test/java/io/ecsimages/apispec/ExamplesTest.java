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
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
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
        if (!pointer.startsWith("/components/examples")) {
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

    @Test
    void everyParameterHasADescriptionAndAValidExample() {
        var parameters = DOCUMENT.at("/paths/~1/parameters");
        assertTrue(parameters.size() > 10);
        for (int i = 0; i < parameters.size(); i++) {
            var reference = parameters.get(i).path("$ref").asText("");
            var pointer = reference.isEmpty() ? "/paths/~1/parameters/" + i : reference.substring(1);
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

    @Test
    void theFormOfThePostIsAValidExample() {
        var form = "/paths/~1/post/requestBody/content/application~1x-www-form-urlencoded";
        valid(form + "/schema", DOCUMENT.at(form + "/example"));
        var names = Document.parameters(DOCUMENT).stream()
                .map(parameter -> parameter.path("name").asText())
                .toList();
        DOCUMENT.at(form + "/example")
                .fieldNames()
                .forEachRemaining(name -> assertTrue(names.contains(name.replaceAll("\\..*", "")), name));
    }

    @Test
    void everyAnswerInJsonHasValidExamples() {
        var count = 0;
        for (JsonNode response : DOCUMENT.at("/components/responses")) {
            var content = response.at("/content/application~1json");
            assertFalse(content.path("examples").isEmpty(), response.toString());
            for (JsonNode example : content.path("examples")) {
                var pointer = content.at("/schema/$ref").asText().substring(1);
                valid(pointer, Document.resolve(DOCUMENT, example).get("value"));
                count++;
            }
        }
        // Every example but the one in XML is listed.
        assertEquals(DOCUMENT.at("/components/examples").size() - 1, count);
    }

    @Test
    void everyErrorHasACauseARemedyAndItsCodeWhereOneReadsMore() {
        DOCUMENT.at("/components/examples").fields().forEachRemaining(example -> {
            var value = example.getValue().get("value");
            if (value.has("Code")) {
                assertFalse(example.getValue().path("summary").asText().isBlank(), example.getKey());
                assertFalse(example.getValue().path("description").asText().isBlank(), example.getKey());
                var code = value.get("Code").asText();
                assertTrue(value.get("Recommend").asText().contains("?q=" + code + "&"), example.getKey());
            }
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

    @Test
    void theExampleInXmlHasTheShapeThatTheSchemaSays() throws Exception {
        var text = DOCUMENT.at("/components/examples/DescribeImagesInXml/value").asText();
        var root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)))
                .getDocumentElement();
        var schema = DOCUMENT.at(schema("DescribeImagesResponse"));
        assertEquals(schema.at("/xml/name").asText(), root.getTagName());
        valid(schema("DescribeImagesResponse"), read(root, schema));
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
