package io.ecsimages.server.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ecsimages.server.model.Image;
import io.micronaut.core.annotation.Nullable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Restores the names of the API in images that a program serialized from the classes of an SDK: {@code imageId},
 * {@code image_id} and {@code osname} become {@code ImageId} and {@code OSName}.
 */
final class SdkNames {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The fields of each generated class by their {@link #key}. */
    private static final Map<Class<?>, Map<String, ContractField>> FIELDS = new ConcurrentHashMap<>();

    private SdkNames() {}

    /** Returns a name in lower case and without underscores: SDKs change nothing else. */
    static String key(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** Returns an image with the names of the API; the image itself if it has them already. */
    static ObjectNode restore(ObjectNode image) {
        return image.has(Image.JSON_PROPERTY_IMAGE_ID) ? image : restoreObject(image, Image.class);
    }

    private static ObjectNode restoreObject(ObjectNode object, @Nullable Class<?> type) {
        var fields = type == null ? Map.<String, ContractField>of() : FIELDS.computeIfAbsent(type, SdkNames::byKey);
        var restored = NODES.objectNode();
        for (var entry : object.properties()) {
            var field = fields.get(key(entry.getKey()));
            var name = field == null ? pascalCase(entry.getKey()) : field.name();
            // Jackson writes a public field with a getter twice: OSName and osname.
            if (!restored.hasNonNull(name)) {
                restored.set(name, restoreValue(entry.getValue(), field == null ? null : field.type()));
            }
        }
        return restored;
    }

    private static JsonNode restoreValue(JsonNode value, @Nullable Class<?> type) {
        if (value instanceof ObjectNode object) {
            return restoreObject(object, type);
        } else if (value.isArray()) {
            var wrapped = ContractField.wrappedList(type);
            var list = NODES.arrayNode();
            value.forEach(item -> list.add(restoreValue(item, wrapped == null ? type : wrapped.type())));
            return list;
        }
        return value;
    }

    private static Map<String, ContractField> byKey(Class<?> type) {
        var fields = new HashMap<String, ContractField>();
        ContractField.of(type).forEach((name, field) -> fields.put(key(name), field));
        return fields;
    }

    /** Returns the name that the API probably uses for a field which the contract does not define. */
    private static String pascalCase(String name) {
        return Arrays.stream(name.split("_"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }
}
