package io.ecsimages.server.rpc;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.Alias;
import io.ecsimages.server.model.InvalidValue;
import io.ecsimages.server.model.RepeatList;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.beans.BeanIntrospection;
import io.micronaut.core.beans.BeanProperty;
import jakarta.validation.Constraint;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Arrays;
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

    /** What is read for a class is found out once. */
    private static final ClassValue<List<Member>> MEMBERS = new ClassValue<>() {
        @Override
        protected List<Member> computeValue(Class<?> type) {
            return BeanIntrospection.getIntrospection(type).getBeanProperties().stream()
                    .map(Member::of)
                    .toList();
        }
    };

    /**
     * A property of a request, or of a structure in it.
     *
     * @param name its name on the wire
     * @param otherName its older name, or null
     * @param isRequired whether it must be given, or have a default
     * @param isConstrained whether the contract limits its values beyond their type
     * @param isRepeatList whether it is a numbered list
     * @param isList whether it is any list
     * @param itemType the type of an item, or its own
     */
    record Member(
            BeanProperty<Object, Object> property,
            String name,
            @Nullable String otherName,
            boolean isRequired,
            boolean isConstrained,
            boolean isRepeatList,
            boolean isList,
            Class<?> itemType) {

        @SuppressWarnings("unchecked")
        private static Member of(BeanProperty<?, ?> property) {
            boolean isList = List.class.isAssignableFrom(property.getType());
            return new Member(
                    (BeanProperty<Object, Object>) property,
                    property.stringValue(JsonProperty.class).orElseThrow(),
                    property.stringValue(Alias.class).orElse(null),
                    property.hasAnnotation(NotNull.class),
                    isList || property.hasStereotype(Constraint.class),
                    property.hasAnnotation(RepeatList.class),
                    isList,
                    isList
                            ? property.asArgument()
                                    .getFirstTypeVariable()
                                    .orElseThrow()
                                    .getType()
                            : property.getType());
        }

        /** Whether a parameter of this name is read for it. */
        boolean reads(String parameter) {
            if (!isRepeatList) {
                return parameter.equals(name) || parameter.equals(otherName);
            }
            var place = Place.in(name, parameter);
            return place != null && isRead(itemType, place.rest);
        }

        /** Whether a structure lacks it, and must not. */
        boolean isMissing(Object structure) {
            return isRequired && property.get(structure) == null;
        }

        void set(Object structure, @Nullable Object value) {
            if (value != null) {
                property.set(structure, value);
            }
        }
    }

    /** The properties of a class, in the order of the contract. */
    static List<Member> members(Class<?> type) {
        return MEMBERS.get(type);
    }

    private static boolean isRead(Class<?> type, String rest) {
        return type == String.class ? rest.isEmpty() : members(type).stream().anyMatch(member -> member.reads(rest));
    }

    private final Map<String, String> parameters;

    ParameterReader(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    /** @return the value, or null where it is not given; then the property keeps its default */
    @Nullable
    Object read(Member member) {
        if (member.isRepeatList) {
            return repeatList(member);
        }
        var text = parameters.get(member.name);
        if (text == null || text.isEmpty()) {
            return null;
        }
        return member.isList ? commaList(member, text) : value(text, member);
    }

    private static Object commaList(Member member, String text) {
        var items = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .map(item -> value(item, member))
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
            if (!parameter.startsWith(list) || !parameter.startsWith(".", list.length())) {
                return null;
            }
            var path = parameter.substring(list.length() + 1).split("\\.", 2);
            return new Place(path[0], path.length > 1 ? path[1] : "");
        }
    }

    /** Counted from 1 to the limit, gaps are allowed. */
    private Object repeatList(Member list) {
        var type = list.itemType;
        var items = new TreeMap<Integer, Map<String, String>>();
        parameters.forEach((parameter, text) -> {
            var place = Place.in(list.name, parameter);
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
            if (member.isRepeatList) {
                member.set(structure, new ParameterReader(given).repeatList(member));
            } else {
                var texts = Stream.of(given.get(member.name), given.get(member.otherName))
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList();
                if (texts.size() > 1) {
                    throw new ApiException(ApiError.REPEATED_PARAMETER);
                } else if (!texts.isEmpty()) {
                    member.set(structure, value(texts.get(0), member));
                }
            }
        }
        return structure;
    }

    /** The n of a parameter, which must be a plain number from 1 to the limit. */
    private static int index(String text, Member list) {
        int limit = list.property.intValue(Size.class, "max").orElseThrow();
        if (text.matches("[1-9][0-9]{0,8}") && Integer.parseInt(text) <= limit) {
            return Integer.parseInt(text);
        }
        throw new InvalidValueException(
                list.property.stringValue(Size.class, "message").orElseThrow());
    }

    /** Reads one value, strictly. */
    private static Object value(String text, Member member) {
        return parse(text, member.itemType)
                .orElseThrow(() -> new InvalidValueException(
                        member.property.stringValue(InvalidValue.class).orElseThrow()));
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
}
