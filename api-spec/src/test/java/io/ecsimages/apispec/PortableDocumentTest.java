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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The portable documents that the build wrote. {@code .ci/stock-tools} runs other programs on them. */
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

    @Test
    void spellsOutFieldsOfListsAndListsInThem() throws IOException {
        var properties = document("ListTagResources").at(FORM + "/properties");
        assertThat(properties.fieldNames())
                .toIterable()
                .contains("ResourceId.10", "Tag.1.Key", "Tag.10.Value", "TagFilter.1.TagKey", "TagFilter.5.TagValues.5")
                .doesNotContain("ResourceId.11", "TagFilter.6.TagKey", "TagFilter.1.TagValues", "Tag.1.key");
        assertThat(properties.at("/Tag.1.Key/maxLength"))
                .isEqualTo(CONTRACT.at("/components/schemas/ResourceTagFilter/properties/Key/maxLength"));
    }

    @Test
    void onlyTheFirstItemOfRequiredListIsRequired() throws IOException {
        var required = new ArrayList<String>();
        document("ImportImage").at(FORM + "/required").forEach(name -> required.add(name.asText()));
        assertThat(required)
                .containsExactly("RegionId", "DiskDeviceMapping.1.OSSBucket", "DiskDeviceMapping.1.OSSObject");
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
        var content = document(action).at("/components/responses/Status200/content/text~1xml");
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
