package io.ecsimages.apispec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.swagger.parser.OpenAPIParser;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The portable documents that the build wrote. {@code .ci/stock-tools} runs other programs on them. */
@Tag("contract")
class PortableDocumentTest {

    private static final Path FOLDER = Path.of("target/classes/META-INF/openapi/portable");
    private static final ObjectNode CONTRACT = BundledContract.read();
    private static final String FORM = "/paths/~1/post/requestBody/content/application~1x-www-form-urlencoded/schema";
    private static final Pattern CURL = Pattern.compile("(?s).*^curl '[^?]+\\?([^']*)'(.*)", Pattern.MULTILINE);
    private static final Pattern CURL_FIELD = Pattern.compile("-d \"?([^ =]+)=([^\\s\"]*)");

    static Stream<String> actions() {
        var actions = new ArrayList<String>();
        CONTRACT.path("paths").fieldNames().forEachRemaining(path -> actions.add(path.replaceFirst(".*=", "")));
        return actions.stream();
    }

    private static JsonNode document(String action) throws IOException {
        return new ObjectMapper().readTree(FOLDER.resolve(action + ".json").toFile());
    }

    private static OpenAPI parse(String action, String format) throws IOException {
        var options = new ParseOptions();
        options.setResolve(true);
        var result = new OpenAPIParser()
                .readContents(Files.readString(FOLDER.resolve(action + "." + format)), List.of(), options);
        assertThat(result.getMessages()).isEmpty();
        return result.getOpenAPI();
    }

    @ParameterizedTest
    @MethodSource("actions")
    void swaggerParserFindsNothing(String action) throws IOException {
        var parsed = parse(action, "json");
        assertThat(parsed.getPaths()).containsOnlyKeys("/");
        assertThat(parsed.getPaths().get("/").getGet().getOperationId()).isEqualTo(action);
        assertThat(parse(action, "yaml")).isEqualTo(parsed);
    }

    @ParameterizedTest
    @MethodSource("actions")
    void hasNoExtensionAndOnlyComponentsThatItUses(String action) throws IOException {
        var document = document(action);
        var references = new TreeSet<String>();
        collect(document, references);
        references.forEach(reference ->
                assertThat(document.at(reference.substring(1))).as(reference).isNotEmpty());
        var components = new TreeSet<String>();
        document.path("components")
                .fields()
                .forEachRemaining(group -> group.getValue().fieldNames().forEachRemaining(name -> {
                    if (!group.getKey().equals("securitySchemes")) {
                        components.add("#/components/" + group.getKey() + "/" + name);
                    }
                }));
        assertThat(references).isEqualTo(components);
    }

    /** Collects the references, and expects no extension. Only headers have names that begin with {@code x-}. */
    private static void collect(JsonNode node, Set<String> references) {
        node.fields().forEachRemaining(field -> {
            if (field.getKey().equals("$ref")) {
                references.add(field.getValue().asText());
            } else if (field.getKey().equals("headers")) {
                field.getValue().forEach(header -> collect(header, references));
            } else {
                assertThat(field.getKey()).doesNotStartWith("x-");
                collect(field.getValue(), references);
            }
        });
        if (node.isArray()) {
            node.forEach(element -> collect(element, references));
        }
    }

    @ParameterizedTest
    @MethodSource("actions")
    void queryAndFormHaveEveryParameter(String action) throws IOException {
        var document = document(action);
        var query = new TreeSet<String>();
        document.at("/paths/~1/get/parameters")
                .forEach(parameter -> query.add(parameter.path("name").asText()));
        var form = new TreeSet<String>();
        document.at(FORM + "/properties").fieldNames().forEachRemaining(form::add);
        assertThat(form).isEqualTo(query);
        for (JsonNode parameter : BundledContract.parameters(CONTRACT, action)) {
            var name = parameter.path("name").asText();
            if (parameter.path("x-common-parameter").asBoolean()) {
                assertThat(document.toString()).contains("\"name\":\"" + name + "\"");
            } else if (parameter.path("x-style").asText().equals("repeatList")) {
                var numbers = Math.min(parameter.at("/schema/maxItems").asInt(), PortableDocument.MAX_ITEMS);
                assertThat(query).anyMatch(sent -> sent.matches(Pattern.quote(name) + "\\." + numbers + "(\\..+)?"));
                assertThat(query).noneMatch(sent -> sent.startsWith(name + "." + (numbers + 1)) || sent.equals(name));
            } else {
                assertThat(query).contains(name);
            }
        }
    }

    private static JsonNode parameter(String action, String name) {
        return BundledContract.parameters(CONTRACT, action).stream()
                .filter(parameter -> parameter.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode items(JsonNode list) {
        return BundledContract.resolve(CONTRACT, list.path("items"));
    }

    @Test
    void spellsOutFieldsOfListsAndListsInThem() throws IOException {
        var properties = document("ListTagResources").at(FORM + "/properties");
        var filter = parameter("ListTagResources", "TagFilter").path("schema");
        var filters = Math.min(filter.path("maxItems").asInt(), PortableDocument.MAX_ITEMS);
        var values = items(filter).at("/properties/TagValues/maxItems").asInt();
        assertThat(properties.fieldNames())
                .toIterable()
                .contains("Tag.1.Key", "Tag.1.Value", "TagFilter." + filters + ".TagValues." + values)
                .doesNotContain("TagFilter.1.TagValues", "TagFilter.1.TagValues." + (values + 1), "Tag.1.key");
        var key = items(parameter("ListTagResources", "Tag").path("schema")).at("/properties/Key");
        assertThat(properties.at("/Tag.1.Key/maxLength")).isEqualTo(key.path("maxLength"));
    }

    @ParameterizedTest
    @MethodSource("actions")
    void onlyTheFirstItemOfRequiredListIsRequired(String action) throws IOException {
        var expected = new ArrayList<String>();
        for (JsonNode parameter : BundledContract.parameters(CONTRACT, action)) {
            var name = parameter.path("name").asText();
            if (parameter.path("required").asBoolean()
                    && !parameter.path("x-common-parameter").asBoolean()) {
                var item = items(parameter.path("schema"));
                if (!parameter.path("x-style").asText().equals("repeatList")) {
                    expected.add(name);
                } else if (item.path("type").asText().equals("object")) {
                    item.path("required").forEach(field -> expected.add(name + ".1." + field.asText()));
                } else {
                    expected.add(name + ".1");
                }
            }
        }
        var required = new ArrayList<String>();
        document(action).at(FORM + "/required").forEach(name -> required.add(name.asText()));
        assertThat(required).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void keepsDeprecationAndAnotherSuccessStatus() throws IOException {
        var contract = BundledContract.read();
        var pathItem = (ObjectNode) BundledContract.pathItem(contract, "TagResources");
        ((ObjectNode) pathItem.path("get")).put("deprecated", true);
        pathItem.path("parameters").forEach(parameter -> {
            if (parameter instanceof ObjectNode own && own.path("name").asText().equals("ResourceId")) {
                own.put("deprecated", true);
            }
        });
        var responses = (ObjectNode) pathItem.at("/get/responses");
        responses.set("201", responses.remove(successStatus(responses)));
        var portable = PortableDocument.allOf(contract).stream()
                .filter(candidate -> candidate.action().equals("TagResources"))
                .findFirst()
                .orElseThrow();
        var document = portable.document();
        assertThat(document.at("/paths/~1/get/deprecated").asBoolean()).isTrue();
        assertThat(document.at(FORM + "/properties/ResourceId.2/deprecated").asBoolean())
                .isTrue();
        assertThat(document.at("/components/responses/Status201/content/text~1xml/examples"))
                .isNotEmpty();
        assertThat(portable.xmlExample()).contains("<TagResourcesResponse>");
    }

    private static String successStatus(JsonNode responses) {
        return responses.properties().stream()
                .map(Map.Entry::getKey)
                .filter(status -> status.startsWith("2"))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("actions")
    void acceptsBothSignaturesAndNone(String action) throws IOException {
        var document = document(action);
        assertThat(document.path("security").toString())
                .isEqualTo("[{},{\"AccessKeyId\":[],\"Signature\":[]},{\"Authorization\":[]}]");
        assertThat(document.at("/components/securitySchemes").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("AccessKeyId", "Signature", "Authorization");
    }

    @ParameterizedTest
    @MethodSource("actions")
    void refersToTheExampleInXml(String action) throws IOException {
        var document = document(action);
        var status = successStatus(document.at("/paths/~1/get/responses"));
        var content = document.at("/components/responses/Status" + status + "/content/text~1xml");
        var example = content.path("examples").elements().next();
        assertThat(example.path("externalValue").asText()).isEqualTo(action + ".xml");
        assertThat(Files.readString(FOLDER.resolve(action + ".xml"))).contains("<" + action + "Response>");
    }

    /** Expects the form and the query of a request to be valid, each value read by the type of its parameter. */
    private static void assertValid(JsonNode document, Map<String, String> query, Map<String, String> form) {
        ObjectNode strict = document.deepCopy();
        ((ObjectNode) strict.at(FORM)).put("additionalProperties", false);
        var schemas = SchemaRegistry.withDialect(
                Dialects.getOpenApi30(), builder -> builder.schemas(Map.of("urn:portable", strict.toString())));
        var fields = strict.objectNode();
        form.forEach((name, value) -> fields.set(name, json(strict.at(FORM + "/properties/" + name), value)));
        assertThat(schemas.getSchema(SchemaLocation.of("urn:portable#" + FORM)).validate(fields))
                .isEmpty();
        var parameters = strict.at("/paths/~1/parameters");
        var unknown = new TreeSet<>(query.keySet());
        for (int i = 0; i < parameters.size(); i++) {
            var parameter = parameters.get(i);
            var name = parameter.path("name").asText();
            if (unknown.remove(name)) {
                var schema = schemas.getSchema(SchemaLocation.of("urn:portable#/paths/~1/parameters/" + i + "/schema"));
                assertThat(schema.validate(json(parameter.path("schema"), query.get(name))))
                        .as(name)
                        .isEmpty();
            } else {
                assertThat(parameter.path("required").asBoolean()).as(name).isFalse();
            }
        }
        assertThat(unknown).isEmpty();
    }

    private static JsonNode json(JsonNode schema, String value) {
        var json = new ObjectMapper();
        return switch (schema.path("type").asText()) {
            case "integer" -> json.getNodeFactory().numberNode(Long.parseLong(value));
            case "boolean" -> json.getNodeFactory().booleanNode(Boolean.parseBoolean(value));
            case "array" -> json.valueToTree(value.split(","));
            default -> json.getNodeFactory().textNode(value);
        };
    }

    @ParameterizedTest
    @MethodSource("actions")
    void sampleRequestIsValid(String action) throws IOException {
        var sample = CURL.matcher(Files.readString(Path.of("samples", action, "curl.sh")));
        assertThat(sample.matches()).isTrue();
        var query = new TreeMap<String, String>();
        for (String parameter : sample.group(1).split("&")) {
            query.put(parameter.split("=")[0], parameter.split("=")[1]);
        }
        var form = new TreeMap<String, String>();
        CURL_FIELD.matcher(sample.group(2)).results().forEach(field -> form.put(field.group(1), field.group(2)));
        assertThat(form).isNotEmpty();
        assertValid(document(action), query, form);
    }
}
