package io.ecsimages.server.protocol;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.beans.BeanIntrospection;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Parses one parameter of a request: a single value, a list with commas, or a list of the form {@code Name.n}. */
final class ParameterReader {

    /** A string that is not a value of the parameter's type; the message is the id of the error. */
    static final class InvalidValueException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        InvalidValueException(String errorId) {
            super(errorId, null, false, false);
        }
    }

    private static final Pattern INTEGER = Pattern.compile("-?[0-9]+");
    private static final Pattern INDEX = Pattern.compile("[1-9][0-9]{0,8}");

    private final Map<String, String> parameters;

    /** What precedes each name on the wire, such as {@code Tag.1.}. */
    private final String prefix;

    ParameterReader(Map<String, String> parameters) {
        this(parameters, "");
    }

    private ParameterReader(Map<String, String> parameters, String prefix) {
        this.parameters = parameters;
        this.prefix = prefix;
    }

    /** Whether a parameter of this name belongs to a definition. */
    static boolean isKnown(ParameterDefinition definition, String parameter) {
        if (!definition.isRepeatList()) {
            return parameter.equals(definition.name()) || parameter.equals(definition.alias());
        }
        var name = NumberedName.parse(definition.name(), parameter);
        return name != null && isField(definition.itemType(), name.rest);
    }

    private static boolean isField(Class<?> itemType, String rest) {
        return itemType == String.class
                ? rest.isEmpty()
                : ParameterDefinition.of(itemType).stream().anyMatch(field -> isKnown(field, rest));
    }

    /** Returns the value, or null where it is not given, so that the default of the contract stays. */
    @Nullable
    Object read(ParameterDefinition definition) {
        if (definition.isRepeatList()) {
            return repeatList(definition);
        }
        var value = parameters.get(definition.name());
        if (value == null || value.isEmpty()) {
            return null;
        }
        return definition.isList() ? commaList(definition, value) : parse(value, definition);
    }

    @Nullable
    private static Object commaList(ParameterDefinition definition, String value) {
        var items = Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .map(item -> parse(item, definition))
                .toList();
        return items.isEmpty() ? null : items;
    }

    /**
     * The name of an item of a numbered list, {@code Name.n}, or of a field in it, {@code Name.n.Rest}.
     *
     * @param index the string in the place of n
     * @param rest the name within the item; empty for an item that is a string
     */
    private record NumberedName(String index, String rest) {

        /** Returns null for a parameter that is not in this list. */
        @Nullable
        static NumberedName parse(String list, String parameter) {
            if (!parameter.startsWith(list) || !parameter.startsWith(".", list.length())) {
                return null;
            }
            var path = parameter.substring(list.length() + 1).split("\\.", 2);
            return new NumberedName(path[0], path.length > 1 ? path[1] : "");
        }
    }

    /** Numbered from 1 to the limit; gaps are allowed. */
    @Nullable
    private Object repeatList(ParameterDefinition list) {
        var type = list.itemType();
        var items = new TreeMap<Integer, Map<String, String>>();
        parameters.forEach((parameter, value) -> {
            var name = NumberedName.parse(list.name(), parameter);
            if (name != null && isField(type, name.rest)) {
                items.computeIfAbsent(index(name.index, list), n -> new HashMap<>())
                        .put(name.rest, value);
            }
        });
        return items.isEmpty()
                ? null
                : items.entrySet().stream()
                        .map(item -> type == String.class
                                ? item.getValue().get("")
                                : new ParameterReader(item.getValue(), prefix + list.name() + "." + item.getKey() + ".")
                                        .structure(type))
                        .toList();
    }

    /** An item with fields; an empty string is a value of a field. */
    private Object structure(Class<?> type) {
        var structure = BeanIntrospection.getIntrospection(type).instantiate();
        for (var field : ParameterDefinition.of(type)) {
            if (field.isRepeatList()) {
                field.set(structure, repeatList(field));
            } else {
                var values = Stream.of(parameters.get(field.name()), parameters.get(field.alias()))
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList();
                if (values.size() > 1) {
                    throw RequestDecoder.repeated(prefix + field.name());
                } else if (!values.isEmpty()) {
                    field.set(structure, parse(values.get(0), field));
                }
            }
        }
        return structure;
    }

    private static int index(String string, ParameterDefinition list) {
        if (INDEX.matcher(string).matches() && Integer.parseInt(string) <= list.maxItems()) {
            return Integer.parseInt(string);
        }
        throw new InvalidValueException(list.maxItemsError());
    }

    private static Object parse(String value, ParameterDefinition definition) {
        return parse(value, definition.itemType())
                .orElseThrow(() -> new InvalidValueException(definition.invalidValueError()));
    }

    private static Optional<Object> parse(String value, Class<?> type) {
        try {
            if (type == String.class) {
                return Optional.of(value);
            } else if (type == Boolean.class) {
                return value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")
                        ? Optional.of(Boolean.valueOf(value))
                        : Optional.empty();
            } else if (type == Integer.class || type == Long.class) {
                if (!INTEGER.matcher(value).matches()) {
                    return Optional.empty();
                }
                return Optional.of(type == Integer.class ? (Object) Integer.valueOf(value) : Long.valueOf(value));
            }
            // An enumeration: its creator accepts exactly the values of the contract, case-sensitively.
            return Optional.of(BeanIntrospection.getIntrospection(type).instantiate(value));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
