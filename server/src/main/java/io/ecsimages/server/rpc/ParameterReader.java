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
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a property of a request from the parameters: one value, a list with commas, or a numbered list. */
final class ParameterReader {

    /** A text that is no value of its type; the message is the id of the error. */
    static final class InvalidValueException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        InvalidValueException(String errorId) {
            super(errorId, null, false, false);
        }
    }

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+");

    private final Map<String, String> parameters;

    ParameterReader(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    /** Whether a parameter of this name is read for this property. */
    static boolean reads(BeanProperty<?, ?> property, String parameter) {
        if (!property.hasAnnotation(RepeatList.class)) {
            return names(property).anyMatch(parameter::equals);
        }
        var place = Place.in(wireName(property), parameter);
        return place != null && isRead(itemType(property), place.rest);
    }

    private static boolean isRead(Class<?> type, String rest) {
        return type == String.class ? rest.isEmpty() : members(type).stream().anyMatch(member -> reads(member, rest));
    }

    /** @return the value, or null where it is not given; then the property keeps its default */
    Object read(BeanProperty<?, ?> property) {
        if (property.hasAnnotation(RepeatList.class)) {
            return repeatList(property);
        }
        var text = parameters.get(wireName(property));
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
     * Where in a numbered list a parameter stands: {@code Name.n}, or {@code Name.n.Rest}.
     *
     * @param n the text that should be a number
     * @param rest what follows, within the item; empty for an item that is a text
     */
    private record Place(String n, String rest) {

        /** @return null where the parameter is not in this list */
        @Nullable
        static Place in(String list, String parameter) {
            if (!parameter.startsWith(list + ".")) {
                return null;
            }
            var path = parameter.substring(list.length() + 1).split("\\.", 2);
            return new Place(path[0], path.length > 1 ? path[1] : "");
        }
    }

    /** Counted from 1 to the limit, gaps are allowed. */
    private Object repeatList(BeanProperty<?, ?> list) {
        var type = itemType(list);
        var items = new TreeMap<Integer, Map<String, String>>();
        parameters.forEach((parameter, text) -> {
            var place = Place.in(wireName(list), parameter);
            if (place != null && isRead(type, place.rest)) {
                items.computeIfAbsent(index(place.n, list), n -> new HashMap<>())
                        .put(place.rest, text);
            }
        });
        return items.isEmpty()
                ? null
                : items.values().stream()
                        .map(item -> type == String.class ? item.get("") : structure(type, item))
                        .toList();
    }

    /** A structure of a list; in it, an empty text is a value. */
    private static Object structure(Class<?> type, Map<String, String> given) {
        var structure = BeanIntrospection.getIntrospection(type).instantiate();
        for (var member : members(type)) {
            if (member.hasAnnotation(RepeatList.class)) {
                set(structure, member, new ParameterReader(given).repeatList(member));
            } else {
                var texts = names(member)
                        .map(given::get)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList();
                if (texts.size() > 1) {
                    throw new ApiException(ApiError.REPEATED_PARAMETER);
                } else if (!texts.isEmpty()) {
                    set(structure, member, value(texts.get(0), member.getType(), member));
                }
            }
        }
        return structure;
    }

    @SuppressWarnings("unchecked")
    private static void set(Object structure, BeanProperty<?, ?> member, @Nullable Object value) {
        if (value != null) {
            ((BeanProperty<Object, Object>) member).set(structure, value);
        }
    }

    /** The n of a parameter, which must be a plain number from 1 to the limit. */
    private static int index(String text, BeanProperty<?, ?> list) {
        int limit = list.intValue(Size.class, "max").orElseThrow();
        if (text.matches("[1-9][0-9]{0,8}") && Integer.parseInt(text) <= limit) {
            return Integer.parseInt(text);
        }
        throw new InvalidValueException(list.stringValue(Size.class, "message").orElseThrow());
    }

    private static Collection<? extends BeanProperty<?, ?>> members(Class<?> type) {
        return BeanIntrospection.getIntrospection(type).getBeanProperties();
    }

    /** The names of a parameter or of a member on the wire, the older one too. */
    private static Stream<String> names(BeanProperty<?, ?> property) {
        return Stream.concat(Stream.of(wireName(property)), property.stringValue(AlsoCalled.class).stream());
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
                if (!NUMBER.matcher(text).matches()) {
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
