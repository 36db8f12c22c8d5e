package io.ecsimages.apispec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/**
 * The OpenAPI documents, which tests change in a copy.
 *
 * <p>A place in them is the name of a document, {@code #}, and a JSON pointer, in which a list's element has its {@code name}
 * instead of its index: {@code describe-images.yaml#/pathItem/parameters/Usage/schema}.
 *
 * @param documents each document by its file name
 */
public record ContractSource(Map<String, ObjectNode> documents) {

    private static final YAMLMapper YAML = new YAMLMapper();

    private static final String ROOT = "ecs-images.yaml";

    /** The documents as they are in the project. */
    public static final ContractSource ORIGINAL = new ContractSource(read());

    private static Map<String, ObjectNode> read() {
        // The tests of two modules read them.
        var folder = Path.of(Files.exists(Path.of("openapi")) ? "openapi" : "../openapi");
        try (var files = Files.newDirectoryStream(folder, "*.yaml")) {
            var documents = new TreeMap<String, ObjectNode>();
            for (Path file : files) {
                documents.put(file.getFileName().toString(), (ObjectNode) YAML.readTree(file.toFile()));
            }
            return documents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parse(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }

    /** Returns the value at a place. */
    public JsonNode get(String place) {
        var node = find(place);
        assertThat(node).as(place).isNotNull();
        return node;
    }

    /** Returns the string at a place. */
    public String string(String place) {
        return get(place).asText();
    }

    /** Returns the integer at a place. */
    public int integer(String place) {
        assertThat(get(place).isInt()).as("%s is an integer", place).isTrue();
        return get(place).asInt();
    }

    /** Returns the value at a place, or null. */
    JsonNode find(String place) {
        var parts = place.split("#", 2);
        JsonNode node = documents.get(parts[0]);
        for (var path = JsonPointer.compile(parts[1]); !path.matches() && node != null; path = path.tail()) {
            node = child(node, path.getMatchingProperty());
        }
        return node;
    }

    private static JsonNode child(JsonNode node, String name) {
        if (node instanceof ArrayNode list && !name.matches("[0-9]+")) {
            for (JsonNode element : list) {
                if (element.path("name").asText().equals(name)) {
                    return element;
                }
            }
            return null;
        }
        return node.isArray() ? node.get(Integer.parseInt(name)) : node.get(name);
    }

    /** Returns a copy of all documents. */
    ContractSource copy() {
        var copy = new TreeMap<String, ObjectNode>();
        documents.forEach((name, document) -> copy.put(name, document.deepCopy()));
        return new ContractSource(copy);
    }

    /** Returns a copy in which the object around a place is changed. */
    private ContractSource change(String place, Consumer<ObjectNode> change) {
        var changed = copy();
        change.accept((ObjectNode) changed.get(place.substring(0, place.lastIndexOf('/'))));
        assertThat(changed.documents).as("%s is another value", place).isNotEqualTo(documents);
        return changed;
    }

    private static String field(String place) {
        return JsonPointer.compile(place.substring(place.lastIndexOf('/'))).getMatchingProperty();
    }

    /** Returns a copy with another value of a field, which the object may lack. */
    public ContractSource set(String place, String yaml) {
        return change(place, object -> object.set(field(place), parse(yaml)));
    }

    /** Returns a copy without a field. */
    public ContractSource remove(String place) {
        return change(place, object -> object.remove(field(place)));
    }

    /** Returns a copy in which a field has another name and the same position. */
    public ContractSource rename(String place, String name) {
        return change(place, object -> {
            var fields = new LinkedHashMap<String, JsonNode>();
            object.fields()
                    .forEachRemaining(field ->
                            fields.put(field.getKey().equals(field(place)) ? name : field.getKey(), field.getValue()));
            object.removeAll().setAll(fields);
        });
    }

    /** Returns a copy with another element at the end of a list. */
    public ContractSource add(String place, String yaml) {
        var list = (ArrayNode) get(place).deepCopy();
        return change(place, object -> object.set(field(place), list.add(parse(yaml))));
    }

    /** Returns a copy without the elements of a list that are this string. */
    public ContractSource removeElement(String place, String string) {
        var rest = ((ArrayNode) get(place)).arrayNode();
        get(place).forEach(element -> {
            if (!element.asText().equals(string)) {
                rest.add(element);
            }
        });
        return change(place, object -> object.set(field(place), rest));
    }

    /** Returns a copy with one operation, and without everything that only other operations use. */
    public ContractSource only(String operation) {
        return withPathsOf(operation).withoutUnused();
    }

    /** Returns a copy in which the root document has one operation; the other documents are unchanged. */
    ContractSource withPathsOf(String operation) {
        return change(ROOT + "#/paths/x", paths -> paths.retain("/#Action=" + operation));
    }

    /** Returns a copy without the documents, components and shared errors that no operation of the root document uses. */
    ContractSource withoutUnused() {
        var copy = copy();
        var root = copy.documents.get(ROOT);
        var used = new HashSet<String>();
        used.add(ROOT + "#/components/schemas/ErrorResponse");
        collectReferences(ROOT, root.path("paths"), used);
        collectReferences(ROOT, root.at("/components/parameters"), used);
        collectReferences(ROOT, root.at("/components/responses"), used);
        copy.documents.forEach((name, document) -> removeUnused(name, document, used));
        copy.documents.values().removeIf(ObjectNode::isEmpty);
        if (root.get("x-shared-errors") instanceof ObjectNode shared) {
            shared.retain(copy.documents.values().stream()
                    .map(document -> document.at("/pathItem/get/x-operation-errors"))
                    .flatMap(errors ->
                            StreamSupport.stream(Spliterators.spliteratorUnknownSize(errors.fieldNames(), 0), false))
                    .toList());
        }
        return copy;
    }

    /** Adds the places to which a node refers, and those to which they refer. */
    private void collectReferences(String document, JsonNode node, Set<String> places) {
        for (JsonNode child : node) {
            collectReferences(document, child, places);
        }
        var reference = node.path("$ref").asText();
        if (reference.contains("#")) {
            var place = reference.startsWith("#") ? document + reference : reference;
            if (places.add(place) && find(place) != null) {
                collectReferences(place.substring(0, place.indexOf('#')), find(place), places);
            }
        }
    }

    private static void removeUnused(String name, ObjectNode document, Set<String> used) {
        if (!used.contains(name + "#/pathItem")) {
            document.remove("pathItem");
        }
        for (var kinds = document.path("components").fields(); kinds.hasNext(); ) {
            var kind = kinds.next();
            var isCommon =
                    name.equals(ROOT) && Set.of("parameters", "responses").contains(kind.getKey());
            if (!isCommon) {
                for (var names = kind.getValue().fieldNames(); names.hasNext(); ) {
                    if (!used.contains(name + "#/components/" + kind.getKey() + "/" + names.next())) {
                        names.remove();
                    }
                }
            }
            if (kind.getValue().isEmpty()) {
                kinds.remove();
            }
        }
        if (document.path("components").isEmpty()) {
            document.remove("components");
        }
    }

    /**
     * Writes all documents into a folder, as JSON, which is YAML too, and deletes all others.
     *
     * @return the root document
     */
    public Path writeTo(Path folder) {
        try {
            Files.createDirectories(folder);
            try (var old = Files.newDirectoryStream(folder, "*.yaml")) {
                for (Path file : old) {
                    Files.delete(file);
                }
            }
            for (var document : documents.entrySet()) {
                Files.writeString(
                        folder.resolve(document.getKey()), document.getValue().toPrettyString());
            }
            return folder.resolve(ROOT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
