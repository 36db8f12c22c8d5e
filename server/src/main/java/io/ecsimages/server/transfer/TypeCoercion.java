package io.ecsimages.server.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.micronaut.core.annotation.Nullable;
import java.util.Locale;

/**
 * Converts the values of a JSON object to the types of a generated class. Some programs write {@code "20"} or {@code 20.0} for
 * a number, {@code 2} for a string, or a list without its wrapper; these are converted. Values without an exact conversion are
 * errors. Fields that the contract does not define are kept.
 *
 * <p>Values that programs write for an absent field are removed:
 *
 * <ul>
 *   <li>null, also in fields that the contract does not define
 *   <li>an empty string, unless the field is a string without a default: the service itself answers those
 *   <li>0, if the minimum of the field is greater
 *   <li>an optional object without any value
 * </ul>
 */
final class TypeCoercion {

    /** The largest number below which a floating point number represents every integer. */
    private static final double MAX_EXACT = 1L << 53;

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
        removeNulls(object);
        for (ContractField field : ContractField.of(type).values()) {
            var value = object.get(field.name());
            if (value != null) {
                var converted = at(field.name()).convert(value, field);
                if (converted == null) {
                    object.remove(field.name());
                } else {
                    object.set(field.name(), converted);
                }
            }
        }
    }

    private TypeCoercion at(String field) {
        return new TypeCoercion(location + "/" + field);
    }

    /** @return the converted value, or null if the field is absent */
    @Nullable
    private JsonNode convert(JsonNode value, ContractField field) {
        if (isAbsent(value, field)) {
            return null;
        } else if (field.isList()) {
            return convertList(value, field.type());
        }
        var converted = convertSingle(value, field.type());
        return converted.isObject() && !field.required() && isBlank(converted) ? null : converted;
    }

    private static boolean isAbsent(JsonNode value, ContractField field) {
        var text = value.isValueNode() ? value.asText() : "-";
        if (text.isEmpty()) {
            return field.type() != String.class || (field.defaultValue() != null && !"".equals(field.defaultValue()));
        }
        return field.minimum() > 0 && (text.equals("0") || text.equals("0.0"));
    }

    /** Returns whether a converted object contains nothing but empty strings. */
    private static boolean isBlank(JsonNode value) {
        if (value.isContainerNode()) {
            for (JsonNode item : value) {
                if (!isBlank(item)) {
                    return false;
                }
            }
            return true;
        }
        return value.asText().isEmpty();
    }

    private ArrayNode convertList(JsonNode value, Class<?> itemType) {
        if (!(value instanceof ArrayNode list)) {
            throw invalid(value, "a list");
        }
        for (int i = 0; i < list.size(); i++) {
            list.set(i, at("" + i).convertSingle(list.get(i), itemType));
        }
        return list;
    }

    private JsonNode convertSingle(JsonNode value, Class<?> type) {
        if (type == String.class) {
            return value.isValueNode() ? TextNode.valueOf(value.asText()) : fail(value, "a string");
        } else if (type == Boolean.class) {
            return toBoolean(value);
        } else if (type == Integer.class || type == Long.class) {
            return toNumber(value, type);
        }
        return toObject(value, type);
    }

    private JsonNode toObject(JsonNode value, Class<?> type) {
        if (value instanceof ObjectNode object) {
            convertFields(object, type);
            return object;
        }
        var wrapped = ContractField.wrappedList(type);
        if (value.isArray() && (wrapped != null || value.isEmpty())) {
            // Some SDKs have lists without a wrapper, and PHP writes an empty object as an empty list.
            var object = JsonNodeFactory.instance.objectNode();
            return wrapped == null ? object : object.set(wrapped.name(), convertList(value, wrapped.type()));
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
        var text = isWhole(value) ? Long.toString(value.longValue()) : value.asText();
        try {
            if (value.isIntegralNumber() || value.isTextual() || isWhole(value)) {
                return type == Integer.class
                        ? IntNode.valueOf(Integer.parseInt(text))
                        : LongNode.valueOf(Long.parseLong(text));
            }
        } catch (NumberFormatException e) {
            // Too large or not a number: reported below.
        }
        return fail(value, "a whole number");
    }

    private static boolean isWhole(JsonNode value) {
        return value.isFloatingPointNumber()
                && value.doubleValue() == Math.rint(value.doubleValue())
                && Math.abs(value.doubleValue()) < MAX_EXACT;
    }

    private static void removeNulls(JsonNode container) {
        var values = container.elements();
        while (values.hasNext()) {
            var value = values.next();
            if (value.isNull()) {
                values.remove();
            } else {
                removeNulls(value);
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
