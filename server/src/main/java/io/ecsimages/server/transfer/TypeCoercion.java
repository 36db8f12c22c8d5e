package io.ecsimages.server.transfer;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.micronaut.core.beans.BeanIntrospection;
import io.micronaut.core.beans.BeanProperty;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * Holds a structure of a dump against the class that the contract generates for it. What plainly means the same is
 * corrected ({@code "20"} for a number, {@code 2} for a text, as some dumps have it); what does not is refused, never
 * guessed. Nulls are removed: a member without a value is absent. Members that the contract does not know are kept.
 */
final class TypeCoercion {

    private final String place;

    /** @param place where the structure stands */
    TypeCoercion(String place) {
        this.place = place;
    }

    /** Brings a structure to the types of this class, in place. */
    void conform(ObjectNode structure, Class<?> type) {
        removeNulls(structure.elements());
        for (BeanProperty<?, ?> property :
                BeanIntrospection.getIntrospection(type).getBeanProperties()) {
            var name = property.stringValue(JsonProperty.class).orElseThrow();
            var value = structure.get(name);
            if (value != null) {
                structure.set(name, at(name).value(value, property));
            }
        }
    }

    private TypeCoercion at(String member) {
        return new TypeCoercion(place + "/" + member);
    }

    private JsonNode value(JsonNode value, BeanProperty<?, ?> property) {
        if (List.class.isAssignableFrom(property.getType())) {
            return list(
                    value,
                    property.asArgument().getFirstTypeVariable().orElseThrow().getType());
        }
        return single(value, property.getType());
    }

    private ArrayNode list(JsonNode value, Class<?> itemType) {
        if (!(value instanceof ArrayNode list)) {
            throw refuse(value, "a list");
        }
        removeNulls(list.elements());
        for (int i = 0; i < list.size(); i++) {
            list.set(i, at("" + i).single(list.get(i), itemType));
        }
        return list;
    }

    private JsonNode single(JsonNode value, Class<?> type) {
        if (type == String.class) {
            return value.isValueNode() && !value.isNull() ? TextNode.valueOf(value.asText()) : fail(value, "a text");
        } else if (type == Boolean.class) {
            return bool(value);
        } else if (type == Integer.class || type == Long.class) {
            return number(value, type);
        } else if (value instanceof ObjectNode structure) {
            conform(structure, type);
            return structure;
        }
        return fail(value, "an object");
    }

    private JsonNode bool(JsonNode value) {
        var text = value.isBoolean() || value.isTextual() ? value.asText().toLowerCase(Locale.ROOT) : "";
        return switch (text) {
            case "true" -> BooleanNode.TRUE;
            case "false" -> BooleanNode.FALSE;
            default -> fail(value, "true or false");
        };
    }

    private JsonNode number(JsonNode value, Class<?> type) {
        try {
            if (value.isIntegralNumber() || value.isTextual()) {
                return type == Integer.class
                        ? IntNode.valueOf(Integer.parseInt(value.asText()))
                        : LongNode.valueOf(Long.parseLong(value.asText()));
            }
        } catch (NumberFormatException e) {
            // Too large, or no number: refused like any other value.
        }
        return fail(value, "a whole number");
    }

    private static void removeNulls(Iterator<JsonNode> members) {
        while (members.hasNext()) {
            if (members.next().isNull()) {
                members.remove();
            }
        }
    }

    private JsonNode fail(JsonNode value, String expected) {
        throw refuse(value, expected);
    }

    private ImportException refuse(JsonNode value, String expected) {
        var text = value.toString();
        return new ImportException(
                place, expected + " is expected, not " + (text.length() > 80 ? text.substring(0, 80) + "…" : text));
    }
}
