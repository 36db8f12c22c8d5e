package io.ecsimages.apispec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The contract: its documents as they are written, to be changed, and bundled into one tree, to be read. */
record Document(Map<String, String> files) {

    static final Document UNCHANGED = new Document(read());

    /** What is changed: DescribeImages and what it shares, not its neighbours, which say much in the same words. */
    private static final Set<String> CHANGED = Set.of("ecs-images.yaml", "describe-images.yaml", "common.yaml");

    /** The contract with one place of it, which must stand there exactly once, written otherwise. */
    static Document with(String place, String otherwise) {
        return UNCHANGED.but(place, otherwise);
    }

    Document but(String place, String otherwise) {
        var times = CHANGED.stream()
                .map(files::get)
                .mapToInt(text -> text.split(Pattern.quote(place), -1).length - 1)
                .sum();
        assertEquals(1, times, "how often it says " + place);
        var changed = new TreeMap<>(files);
        changed.replaceAll((name, text) -> CHANGED.contains(name) ? text.replace(place, otherwise) : text);
        return new Document(changed);
    }

    /** Writes all documents into a folder; the root is {@code ecs-images.yaml}. */
    Path writeTo(Path folder) {
        try {
            for (var file : files.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
            return folder.resolve("ecs-images.yaml");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bundled contract. */
    static ObjectNode tree() {
        try (var stream = Document.class.getResourceAsStream("/META-INF/openapi/ecs-images.json")) {
            return (ObjectNode) new ObjectMapper().readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The node itself, or what it refers to. */
    static JsonNode resolve(JsonNode document, JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    /** A call of the bundled contract: its parameters, and its operations. */
    static JsonNode call(JsonNode document, String action) {
        return document.path("paths").path("/#Action=" + action);
    }

    /** All parameters of a call. */
    static List<JsonNode> parameters(JsonNode document, String action) {
        var parameters = new ArrayList<JsonNode>();
        call(document, action).path("parameters").forEach(parameter -> parameters.add(resolve(document, parameter)));
        return parameters;
    }

    private static Map<String, String> read() {
        try (var files = Files.list(
                Path.of(Document.class.getResource("/META-INF/openapi/split").toURI()))) {
            var texts = new TreeMap<String, String>();
            for (Path file : files.toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
