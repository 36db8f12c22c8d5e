package io.ecsimages.server.transfer;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.beans.BeanIntrospection;
import io.micronaut.core.beans.BeanIntrospector;
import io.micronaut.core.beans.BeanProperty;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A field of an object in a response, as the contract defines it.
 *
 * @param name the name in JSON and XML
 * @param type the class of its value; of a list, the class of its items
 * @param isList whether the value is a list
 * @param required whether every response has the field
 * @param defaultValue the value if a dump has none, or null
 * @param minimum the minimum of a number
 */
record ContractField(
        String name,
        Class<?> type,
        boolean isList,
        boolean required,
        @Nullable Object defaultValue,
        long minimum) {

    private static final Map<Class<?>, Map<String, ContractField>> FIELDS = new ConcurrentHashMap<>();

    /** Returns the fields of a generated class by name, none of any other class. */
    static Map<String, ContractField> of(@Nullable Class<?> type) {
        return isObject(type) ? FIELDS.computeIfAbsent(type, ContractField::read) : Map.of();
    }

    /** Returns whether a class is generated from an object of the contract. */
    static boolean isObject(@Nullable Class<?> type) {
        return type != null && BeanIntrospector.SHARED.findIntrospection(type).isPresent();
    }

    /** Returns the list of an object that only wraps a list, as Tags wraps Tag, or null. */
    @Nullable
    static ContractField wrappedList(@Nullable Class<?> type) {
        var fields = of(type).values();
        var first = fields.isEmpty() ? null : fields.iterator().next();
        return first != null && fields.size() == 1 && first.isList ? first : null;
    }

    private static Map<String, ContractField> read(Class<?> type) {
        var introspection = BeanIntrospection.getIntrospection(type);
        var defaults = introspection.instantiate();
        return introspection.getBeanProperties().stream()
                .map(property -> read(property, defaults))
                .collect(Collectors.toMap(ContractField::name, Function.identity()));
    }

    @SuppressWarnings("unchecked")
    private static ContractField read(BeanProperty<?, ?> property, Object defaults) {
        boolean isList = List.class.isAssignableFrom(property.getType());
        return new ContractField(
                property.stringValue(JsonProperty.class).orElseThrow(),
                isList
                        ? property.asArgument()
                                .getFirstTypeVariable()
                                .orElseThrow()
                                .getType()
                        : property.getType(),
                isList,
                !property.getAnnotationValuesByType(NotNull.class).isEmpty(),
                ((BeanProperty<Object, Object>) property).get(defaults),
                property.getAnnotationValuesByType(Min.class).stream()
                        .mapToLong(minimum -> minimum.longValue().orElseThrow())
                        .findFirst()
                        .orElse(Long.MIN_VALUE));
    }
}
