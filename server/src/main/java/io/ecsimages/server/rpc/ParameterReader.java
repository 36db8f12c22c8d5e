package io.ecsimages.server.rpc;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.AlsoCalled;
import io.ecsimages.server.model.InvalidValue;
import io.ecsimages.server.model.RepeatList;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.beans.BeanIntrospection;
import io.micronaut.core.beans.BeanProperty;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads a property of a request from the parameters: one value, a list with commas, or a numbered list. */
final class ParameterReader {

    /** A text that is no value of its type; the message is the id of the error. */
    static final class InvalidValueException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        InvalidValueException(String errorId) {
            super(errorId, null, false, false);
        }
    }

    private final Map<String, String> parameters;

    ParameterReader(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    /** Whether a parameter of this name is read for this property. */
    static boolean reads(BeanProperty<?, ?> property, String parameter) {
        return property.hasAnnotation(RepeatList.class)
                ? Item.of(property, parameter) != null
                : parameter.equals(wireName(property));
    }

    /** @return the value, or null where it is not given; then the property keeps its default */
    Object read(BeanProperty<?, ?> property) {
        var name = wireName(property);
        if (property.hasAnnotation(RepeatList.class)) {
            return repeatList(property);
        }
        var text = parameters.get(name);
        if (text == null || text.isEmpty()) {
            return null;
        }
        return List.class.isAssignableFrom(property.getType())
                ? commaList(property, text)
                : value(text, property.getType(), property);
    }

    private static Object commaList(BeanProperty<?, ?> property, String text) {
        var items = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .map(item -> value(item, itemType(property), property))
                .toList();
        return items.isEmpty() ? null : items;
    }

    /**
     * Where in a numbered list a parameter stands: {@code Name.1}, or {@code Name.1.Member}.
     *
     * @param n the text that should be a number
     * @param member the member of a structure, null in a list of texts
     */
    private record Item(String n, @Nullable BeanProperty<Object, Object> member) {

        /** @return null where the parameter is not in this list */
        @Nullable
        static Item of(BeanProperty<?, ?> list, String parameter) {
            var prefix = wireName(list) + ".";
            if (!parameter.startsWith(prefix)) {
                return null;
            }
            var path = parameter.substring(prefix.length());
            int dot = path.indexOf('.');
            if (itemType(list) == String.class) {
                return dot < 0 ? new Item(path, null) : null;
            }
            var member = dot < 0 ? null : members(itemType(list)).get(path.substring(dot + 1));
            return member == null ? null : new Item(path.substring(0, dot), member);
        }
    }

    /** Counted from 1 to the limit, gaps are allowed. */
    private Object repeatList(BeanProperty<?, ?> property) {
        var type = itemType(property);
        var items = new TreeMap<Integer, Object>();
        var given = new HashMap<String, String>();
        parameters.forEach((parameter, text) -> {
            var item = Item.of(property, parameter);
            if (item == null) {
                return;
            }
            int n = index(item.n, property);
            var member = item.member;
            if (member == null) {
                items.put(n, text);
                return;
            }
            var known = given.putIfAbsent(n + "." + member.getName(), text);
            if (known != null && !known.equals(text)) {
                throw new ApiException(ApiError.REPEATED_PARAMETER);
            }
            member.set(
                    items.computeIfAbsent(
                            n, i -> BeanIntrospection.getIntrospection(type).instantiate()),
                    value(text, member.getType(), member));
        });
        return items.isEmpty() ? null : new ArrayList<>(items.values());
    }

    /** The n of a parameter, which must be a plain number from 1 to the limit. */
    private static int index(String text, BeanProperty<?, ?> list) {
        int limit = list.intValue(Size.class, "max").orElseThrow();
        if (text.matches("[1-9][0-9]{0,8}") && Integer.parseInt(text) <= limit) {
            return Integer.parseInt(text);
        }
        throw new InvalidValueException(list.stringValue(Size.class, "message").orElseThrow());
    }

    /** The members of a structure by their names on the wire, the older ones too. */
    @SuppressWarnings("unchecked")
    private static Map<String, BeanProperty<Object, Object>> members(Class<?> type) {
        var members = new HashMap<String, BeanProperty<Object, Object>>();
        for (var property :
                BeanIntrospection.getIntrospection((Class<Object>) type).getBeanProperties()) {
            members.put(wireName(property), property);
            property.stringValue(AlsoCalled.class).ifPresent(other -> members.put(other, property));
        }
        return members;
    }

    /** Reads one value, strictly. */
    private static Object value(String text, Class<?> type, BeanProperty<?, ?> property) {
        return parse(text, type)
                .orElseThrow(() -> new InvalidValueException(
                        property.stringValue(InvalidValue.class).orElseThrow()));
    }

    private static Optional<Object> parse(String text, Class<?> type) {
        try {
            if (type == String.class) {
                return Optional.of(text);
            } else if (type == Boolean.class) {
                return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")
                        ? Optional.of(Boolean.valueOf(text))
                        : Optional.empty();
            } else if (type == Integer.class || type == Long.class) {
                if (!text.matches("-?[0-9]+")) {
                    return Optional.empty();
                }
                return Optional.of(type == Integer.class ? (Object) Integer.valueOf(text) : Long.valueOf(text));
            }
            // An enumeration: its creator knows the values of the contract, letter for letter.
            return Optional.of(BeanIntrospection.getIntrospection(type).instantiate(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Class<?> itemType(BeanProperty<?, ?> property) {
        return property.asArgument().getFirstTypeVariable().orElseThrow().getType();
    }

    private static String wireName(BeanProperty<?, ?> property) {
        return property.stringValue(JsonProperty.class).orElseThrow();
    }
}
