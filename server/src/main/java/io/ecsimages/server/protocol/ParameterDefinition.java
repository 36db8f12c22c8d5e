package io.ecsimages.server.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.ecsimages.server.model.Alias;
import io.ecsimages.server.model.InvalidValue;
import io.ecsimages.server.model.RepeatList;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.beans.BeanIntrospection;
import io.micronaut.core.beans.BeanProperty;
import jakarta.validation.Constraint;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A parameter of an action, or a field of a structure in one, as the contract defines it.
 *
 * @param property the property of the generated class
 * @param name the name on the wire
 * @param alias the older name on the wire, or null
 * @param isRequired whether a request without it is refused
 * @param isConstrained whether the contract limits its values beyond their type
 * @param isRepeatList whether it is a list of the form {@code Name.1}, {@code Name.2}
 * @param isList whether it is a list of any form
 * @param itemType the type of a list's items, or its own type
 */
record ParameterDefinition(
        BeanProperty<Object, Object> property,
        String name,
        @Nullable String alias,
        boolean isRequired,
        boolean isConstrained,
        boolean isRepeatList,
        boolean isList,
        Class<?> itemType) {

    private static final ClassValue<List<ParameterDefinition>> DEFINITIONS = new ClassValue<>() {
        @Override
        protected List<ParameterDefinition> computeValue(Class<?> type) {
            return BeanIntrospection.getIntrospection(type).getBeanProperties().stream()
                    .map(ParameterDefinition::of)
                    .toList();
        }
    };

    private static final ClassValue<Set<String>> SINGLE_NAMES = new ClassValue<>() {
        @Override
        protected Set<String> computeValue(Class<?> type) {
            return of(type).stream()
                    .filter(definition -> !definition.isRepeatList())
                    .flatMap(definition -> Stream.of(definition.name(), definition.alias()))
                    .filter(Objects::nonNull)
                    .collect(Collectors.toUnmodifiableSet());
        }
    };

    /** The names on the wire of the parameters of a generated class that are not numbered. */
    static Set<String> singleNames(Class<?> type) {
        return SINGLE_NAMES.get(type);
    }

    /** The parameters of a generated class, in the order of the contract. */
    static List<ParameterDefinition> of(Class<?> type) {
        return DEFINITIONS.get(type);
    }

    @SuppressWarnings("unchecked")
    private static ParameterDefinition of(BeanProperty<?, ?> property) {
        boolean isList = List.class.isAssignableFrom(property.getType());
        return new ParameterDefinition(
                (BeanProperty<Object, Object>) property,
                property.stringValue(JsonProperty.class).orElseThrow(),
                property.stringValue(Alias.class).orElse(null),
                property.hasAnnotation(NotNull.class),
                isList || isConstrained(property),
                property.hasAnnotation(RepeatList.class),
                isList,
                isList
                        ? property.asArgument()
                                .getFirstTypeVariable()
                                .orElseThrow()
                                .getType()
                        : property.getType());
    }

    /** A value satisfies the constraint that there must be one. */
    private static boolean isConstrained(BeanProperty<?, ?> property) {
        return property.getAnnotationNamesByStereotype(Constraint.class).stream()
                .anyMatch(constraint -> !constraint.equals(NotNull.class.getName())
                        && !constraint.equals(NotNull.List.class.getName()));
    }

    /** The id of the error for a string that is not a value of its type. */
    String invalidValueError() {
        return property.stringValue(InvalidValue.class).orElseThrow();
    }

    /** The greatest n of {@code Name.n}. */
    int maxItems() {
        return property.intValue(Size.class, "max").orElseThrow();
    }

    /** The id of the error for a list that is too long. */
    String maxItemsError() {
        return property.stringValue(Size.class, "message").orElseThrow();
    }

    /** Whether a structure lacks it although the contract requires it. */
    boolean isMissing(Object structure) {
        return isRequired && property.get(structure) == null;
    }

    void set(Object structure, @Nullable Object value) {
        if (value != null) {
            property.set(structure, value);
        }
    }
}
