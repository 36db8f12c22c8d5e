package io.ecsimages.apispec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import io.swagger.v3.core.util.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The bundled OpenAPI document in another language.
 *
 * <p>The translated strings come from a folder of <a href="https://spec.openapis.org/overlay/v1.0.0.html">OpenAPI
 * Overlays</a>, applied in the order of their file names. They replace strings and change nothing else.
 *
 * @param document the translated document; a string without a translation stays in English
 * @param warnings strings without a translation, and translations without a string
 */
record Translation(JsonNode document, List<String> warnings) {

    /** The fields whose strings are translated. */
    private static final Set<String> TRANSLATED_FIELDS = Set.of("title", "summary", "description", "x-displayName");

    /** The fields that hold data, which is not translated. */
    private static final Set<String> DATA_FIELDS = Set.of("default", "enum", "example", "value", "x-codeSamples");

    private static final Configuration JSON_PATH = Configuration.builder()
            .jsonProvider(new JacksonJsonNodeJsonProvider(Json.mapper()))
            .mappingProvider(new JacksonMappingProvider(Json.mapper()))
            .options(Option.ALWAYS_RETURN_LIST, Option.SUPPRESS_EXCEPTIONS)
            .build();

    /**
     * Translates a document.
     *
     * @param original the bundled document in English
     * @param folder the overlays of one language
     * @throws InvalidContractException if an overlay is not YAML, or has a key twice
     */
    static Translation of(JsonNode original, Path folder) throws IOException {
        var problems = new ArrayList<SourceProblem>();
        var overlays = SourceDocument.readAll(folder, problems);
        if (!problems.isEmpty()) {
            throw new InvalidContractException(problems.stream()
                    .map(problem -> folder.getFileName() + "/" + problem)
                    .collect(Collectors.joining("\n")));
        }
        var document = original.deepCopy();
        var warnings = new ArrayList<String>();
        overlays.forEach((file, overlay) -> {
            for (JsonNode action : overlay.content().path("actions")) {
                apply(document, action, file + ": ", warnings);
            }
        });
        var translated = strings(document);
        strings(original).forEach((pointer, string) -> {
            if (string.equals(translated.get(pointer))) {
                warnings.add("not translated: " + pointer);
            }
        });
        return new Translation(document, List.copyOf(warnings));
    }

    private static void apply(JsonNode document, JsonNode action, String file, List<String> warnings) {
        var path = action.path("target").asText();
        JsonNode targets = JsonPath.using(JSON_PATH).parse(document).read(path);
        if (targets.isEmpty()) {
            warnings.add(file + "target not found: " + path);
        }
        for (JsonNode target : targets) {
            replace(target, action.path("update"), file + path, warnings);
        }
    }

    private static void replace(JsonNode target, JsonNode update, String place, List<String> warnings) {
        update.fields().forEachRemaining(field -> {
            var name = field.getKey();
            var current = target.get(name);
            if (current == null) {
                warnings.add("field not found: " + place + "." + name);
            } else if (current.isObject() && field.getValue().isObject()) {
                replace(current, field.getValue(), place + "." + name, warnings);
            } else if (current.isTextual() && field.getValue().isTextual() && TRANSLATED_FIELDS.contains(name)) {
                ((ObjectNode) target).set(name, field.getValue());
            } else {
                warnings.add("not a translatable field: " + place + "." + name);
            }
        });
    }

    /** Returns every translatable string by its JSON pointer. */
    private static Map<String, String> strings(JsonNode document) {
        var strings = new LinkedHashMap<String, String>();
        collect(document, "", strings);
        return strings;
    }

    private static void collect(JsonNode node, String pointer, Map<String, String> strings) {
        node.fields().forEachRemaining(field -> {
            var fieldPointer = pointer + "/" + field.getKey();
            if (field.getValue().isTextual() && TRANSLATED_FIELDS.contains(field.getKey())) {
                strings.put(fieldPointer, field.getValue().asText());
            } else if (!DATA_FIELDS.contains(field.getKey())) {
                collect(field.getValue(), fieldPointer, strings);
            }
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(node.get(i), pointer + "/" + i, strings);
        }
    }
}
