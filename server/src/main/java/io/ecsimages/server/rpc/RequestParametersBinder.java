package io.ecsimages.server.rpc;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.RequestParameters;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.InvalidValue;
import io.ecsimages.server.model.RepeatList;
import io.ecsimages.server.rpc.RpcRequest.Call;
import io.micronaut.core.beans.BeanIntrospection;
import io.micronaut.core.beans.BeanProperty;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.AnnotatedRequestArgumentBinder;
import io.micronaut.validation.validator.Validator;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Turns parameters into the request of an operation, as the contract's generated class describes it, and judges it. If
 * several parameters are wrong, the one that the contract lists first is named.
 */
@Singleton
final class RequestParametersBinder implements AnnotatedRequestArgumentBinder<RequestParameters, Object> {

    private final Validator validator;

    RequestParametersBinder(Validator validator) {
        this.validator = validator;
    }

    @Override
    public Class<RequestParameters> getAnnotationType() {
        return RequestParameters.class;
    }

    @Override
    public BindingResult<Object> bind(ArgumentConversionContext<Object> context, HttpRequest<?> http) {
        // Only RpcFilter attaches a call. The path of an operation, asked for directly, does not exist.
        var call = Call.of(http).orElseThrow(() -> new ApiException(ApiError.INVALID_ACTION_NOT_FOUND));
        var request = read(context.getArgument().getType(), call.request().parameters());
        return () -> Optional.of(request);
    }

    private <T> T read(Class<T> type, Map<String, String> parameters) {
        var introspection = BeanIntrospection.getIntrospection(type);
        var request = introspection.instantiate();
        var properties = List.copyOf(introspection.getBeanProperties());
        var errors = new TreeMap<Integer, String>();
        for (int i = 0; i < properties.size(); i++) {
            try {
                set(properties.get(i), request, parameters);
            } catch (InvalidValueException e) {
                errors.put(i, e.getMessage());
            }
        }
        for (ConstraintViolation<T> violation : validator.validate(request)) {
            errors.putIfAbsent(indexOf(properties, violation), violation.getMessage());
        }
        if (!errors.isEmpty()) {
            throw new ApiException(ApiError.of(errors.firstEntry().getValue()));
        }
        return request;
    }

    private static <T> int indexOf(List<? extends BeanProperty<T, ?>> properties, ConstraintViolation<T> violation) {
        var name = violation.getPropertyPath().iterator().next().getName();
        for (int i = 0; i < properties.size(); i++) {
            if (properties.get(i).getName().equals(name)) {
                return i;
            }
        }
        throw new IllegalStateException("no property is called " + name);
    }

    /** Sets a property from its parameter; one that is not given, or has no text, keeps its default. */
    @SuppressWarnings("unchecked")
    private static <T> void set(BeanProperty<T, ?> property, T request, Map<String, String> parameters) {
        var name = wireName(property);
        Object value;
        if (property.hasAnnotation(RepeatList.class)) {
            value = repeatList(property, name, parameters);
        } else {
            var text = parameters.get(name);
            if (text == null || text.isEmpty()) {
                return;
            }
            value = List.class.isAssignableFrom(property.getType())
                    ? commaList(property, text)
                    : Values.read(text, property.getType(), property);
        }
        if (value != null) {
            ((BeanProperty<T, Object>) property).set(request, value);
        }
    }

    private static List<Object> commaList(BeanProperty<?, ?> property, String text) {
        var type = itemType(property).getType();
        var items = new ArrayList<Object>();
        Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .forEach(item -> items.add(Values.read(item, type, property)));
        return items.isEmpty() ? null : items;
    }

    /** {@code Name.1.Key=…&Name.1.Value=…&Name.2.Key=…}: n counts from 1 to the limit, gaps are allowed. */
    private static List<Object> repeatList(BeanProperty<?, ?> property, String name, Map<String, String> parameters) {
        var item = BeanIntrospection.getIntrospection(itemType(property).getType());
        int limit = property.intValue(Size.class, "max").orElse(Integer.MAX_VALUE);
        var items = new TreeMap<Integer, Object>();
        for (var parameter : parameters.entrySet()) {
            if (!parameter.getKey().startsWith(name + ".")) {
                continue;
            }
            var path = parameter.getKey().substring(name.length() + 1);
            int dot = path.indexOf('.');
            var member =
                    dot < 0 ? Optional.<BeanProperty<Object, Object>>empty() : member(item, path.substring(dot + 1));
            if (member.isPresent()) {
                int n = index(path.substring(0, dot), limit);
                if (n < 1) {
                    throw new InvalidValueException(
                            property.stringValue(Size.class, "message").orElseThrow());
                }
                member.get().set(items.computeIfAbsent(n, i -> item.instantiate()), parameter.getValue());
            }
        }
        return items.isEmpty() ? null : List.copyOf(items.values());
    }

    /** The n of Name.n, or 0 if it is no number from 1 to the limit, written plainly. */
    private static int index(String text, int limit) {
        if (!text.matches("[1-9][0-9]{0,8}")) {
            return 0;
        }
        int n = Integer.parseInt(text);
        return n <= limit ? n : 0;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Optional<BeanProperty<Object, Object>> member(BeanIntrospection item, String name) {
        return ((BeanIntrospection<Object>) item)
                .getBeanProperties().stream()
                        .filter(property -> wireName(property).equals(name))
                        .findFirst()
                        .map(property -> (BeanProperty<Object, Object>) (BeanProperty) property);
    }

    private static Argument<?> itemType(BeanProperty<?, ?> property) {
        return property.asArgument().getFirstTypeVariable().orElseThrow();
    }

    private static String wireName(BeanProperty<?, ?> property) {
        return property.stringValue(JsonProperty.class).orElseThrow();
    }

    /** A text that is no value of its type; the message is the id of the error. */
    private static final class InvalidValueException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        InvalidValueException(String errorId) {
            super(errorId, null, false, false);
        }
    }

    /** Reads one value from its text, strictly. */
    private static final class Values {

        static Object read(String text, Class<?> type, BeanProperty<?, ?> property) {
            try {
                return read(text, type);
            } catch (IllegalArgumentException e) {
                throw new InvalidValueException(
                        property.stringValue(InvalidValue.class).orElseThrow());
            }
        }

        private static Object read(String text, Class<?> type) {
            if (type == String.class) {
                return text;
            } else if (type == Integer.class) {
                return Integer.valueOf(number(text));
            } else if (type == Long.class) {
                return Long.valueOf(number(text));
            } else if (type == Boolean.class) {
                return truth(text);
            }
            // An enumeration: its creator knows the values of the contract, letter for letter.
            return BeanIntrospection.getIntrospection(type).instantiate(text);
        }

        private static String number(String text) {
            if (!text.matches("-?[0-9]+")) {
                throw new IllegalArgumentException(text);
            }
            return text;
        }

        private static boolean truth(String text) {
            if (text.equalsIgnoreCase("true")) {
                return true;
            } else if (text.equalsIgnoreCase("false")) {
                return false;
            }
            throw new IllegalArgumentException(text);
        }
    }
}
