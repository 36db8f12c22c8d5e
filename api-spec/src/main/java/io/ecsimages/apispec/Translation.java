package io.ecsimages.apispec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.core.util.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The contract in another language. Its words are those of a folder of
 * <a href="https://spec.openapis.org/overlay/v1.0.0.html">OpenAPI Overlays</a>, applied in the order of their names; they
 * replace words, and change nothing else.
 *
 * @param document the contract in that language; what nobody translated is as it was
 * @param gaps what is not translated, and what is translated but not there
 */
record Translation(JsonNode document, List<String> gaps) {

    private static final Set<String> WORDS = Set.of("title", "summary", "description", "x-displayName");

    /** What is data, whatever its members are called. */
    private static final Set<String> DATA = Set.of("default", "enum", "example", "value", "x-codeSamples");

    private static final Configuration JSON_PATH = Configuration.builder()
            .jsonProvider(new JacksonJsonNodeJsonProvider(Json.mapper()))
            .mappingProvider(new JacksonMappingProvider(Json.mapper()))
            .options(Option.ALWAYS_RETURN_LIST, Option.SUPPRESS_EXCEPTIONS)
            .build();

    static Translation of(JsonNode original, Path folder) throws IOException {
        var document = original.deepCopy();
        var gaps = new ArrayList<String>();
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                for (JsonNode action : Yaml.mapper().readTree(file.toFile()).path("actions")) {
                    apply(document, action, folder.relativize(file) + ": ", gaps);
                }
            }
        }
        var words = words(document);
        words(original).forEach((place, text) -> {
            if (text.equals(words.get(place))) {
                gaps.add("not translated: " + place);
            }
        });
        return new Translation(document, List.copyOf(gaps));
    }

    private static void apply(JsonNode document, JsonNode action, String file, List<String> gaps) {
        var path = action.path("target").asText();
        JsonNode targets = JsonPath.using(JSON_PATH).parse(document).read(path);
        if (targets.isEmpty()) {
            gaps.add(file + "not there: " + path);
        }
        for (JsonNode target : targets) {
            replace(target, action.path("update"), file + path, gaps);
        }
    }

    private static void replace(JsonNode target, JsonNode update, String place, List<String> gaps) {
        update.fields().forEachRemaining(member -> {
            var name = member.getKey();
            var there = target.get(name);
            if (there == null) {
                gaps.add("not there: " + place + "." + name);
            } else if (there.isObject() && member.getValue().isObject()) {
                replace(there, member.getValue(), place + "." + name, gaps);
            } else if (there.isTextual() && member.getValue().isTextual() && WORDS.contains(name)) {
                ((ObjectNode) target).set(name, member.getValue());
            } else {
                gaps.add("not words: " + place + "." + name);
            }
        });
    }

    /** Every text for people, by its place. */
    private static Map<String, String> words(JsonNode document) {
        var words = new LinkedHashMap<String, String>();
        collect(document, "", words);
        return words;
    }

    private static void collect(JsonNode node, String place, Map<String, String> words) {
        node.fields().forEachRemaining(member -> {
            var there = place + "/" + member.getKey();
            if (member.getValue().isTextual() && WORDS.contains(member.getKey())) {
                words.put(there, member.getValue().asText());
            } else if (!DATA.contains(member.getKey())) {
                collect(member.getValue(), there, words);
            }
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(node.get(i), place + "/" + i, words);
        }
    }
}
