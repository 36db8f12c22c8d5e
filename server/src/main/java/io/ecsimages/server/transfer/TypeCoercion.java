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
 * Converts the values of a JSON object to the types of a generated class. Some dumps write {@code "20"} for a number or
 * {@code 2} for a string; these are converted. Values without an exact conversion are errors. Null fields are removed.
 * Fields that the contract does not define are kept.
 */
final class TypeCoercion {

    private final String location;

    /** @param location the location of the object, for error messages */
    TypeCoercion(String location) {
        this.location = location;
    }

    /**
     * Converts the fields of an object in place.
     *
     * @throws ImportException if a value cannot be converted
     */
    void convertFields(ObjectNode object, Class<?> type) {
        removeNulls(object.elements());
        for (BeanProperty<?, ?> property :
                BeanIntrospection.getIntrospection(type).getBeanProperties()) {
            var name = property.stringValue(JsonProperty.class).orElseThrow();
            var value = object.get(name);
            if (value != null) {
                object.set(name, at(name).convert(value, property));
            }
        }
    }

    private TypeCoercion at(String field) {
        return new TypeCoercion(location + "/" + field);
    }

    private JsonNode convert(JsonNode value, BeanProperty<?, ?> property) {
        if (List.class.isAssignableFrom(property.getType())) {
            return convertList(
                    value,
                    property.asArgument().getFirstTypeVariable().orElseThrow().getType());
        }
        return convertSingle(value, property.getType());
    }

    private ArrayNode convertList(JsonNode value, Class<?> itemType) {
        if (!(value instanceof ArrayNode list)) {
            throw invalid(value, "a list");
        }
        removeNulls(list.elements());
        for (int i = 0; i < list.size(); i++) {
            list.set(i, at("" + i).convertSingle(list.get(i), itemType));
        }
        return list;
    }

    private JsonNode convertSingle(JsonNode value, Class<?> type) {
        if (type == String.class) {
            return value.isValueNode() && !value.isNull() ? TextNode.valueOf(value.asText()) : fail(value, "a string");
        } else if (type == Boolean.class) {
            return toBoolean(value);
        } else if (type == Integer.class || type == Long.class) {
            return toNumber(value, type);
        } else if (value instanceof ObjectNode object) {
            convertFields(object, type);
            return object;
        }
        return fail(value, "an object");
    }

    private JsonNode toBoolean(JsonNode value) {
        var text = value.isBoolean() || value.isTextual() ? value.asText().toLowerCase(Locale.ROOT) : "";
        return switch (text) {
            case "true" -> BooleanNode.TRUE;
            case "false" -> BooleanNode.FALSE;
            default -> fail(value, "true or false");
        };
    }

    private JsonNode toNumber(JsonNode value, Class<?> type) {
        try {
            if (value.isIntegralNumber() || value.isTextual()) {
                return type == Integer.class
                        ? IntNode.valueOf(Integer.parseInt(value.asText()))
                        : LongNode.valueOf(Long.parseLong(value.asText()));
            }
        } catch (NumberFormatException e) {
            // Too large or not a number: reported below.
        }
        return fail(value, "a whole number");
    }

    private static void removeNulls(Iterator<JsonNode> values) {
        while (values.hasNext()) {
            if (values.next().isNull()) {
                values.remove();
            }
        }
    }

    private JsonNode fail(JsonNode value, String expected) {
        throw invalid(value, expected);
    }

    private ImportException invalid(JsonNode value, String expected) {
        var text = value.toString();
        return new ImportException(
                location, expected + " is expected, not " + (text.length() > 80 ? text.substring(0, 80) + "…" : text));
    }
}
