package io.ecsimages.server.rpc;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.RequestParameters;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.rpc.ParameterReader.InvalidValueException;
import io.ecsimages.server.rpc.RpcRequest.Call;
import io.micronaut.core.beans.BeanIntrospection;
import io.micronaut.core.beans.BeanProperty;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.AnnotatedRequestArgumentBinder;
import io.micronaut.validation.validator.Validator;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Turns parameters into the request of an operation, as the contract's generated class describes it, and judges it. If
 * several parameters are wrong, the one that the contract lists first is named.
 */
@Singleton
public final class RequestParametersBinder implements AnnotatedRequestArgumentBinder<RequestParameters, Object> {

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

    /** The request that these parameters make. */
    @SuppressWarnings("unchecked")
    public <T> T read(Class<T> type, Map<String, String> parameters) {
        var introspection = BeanIntrospection.getIntrospection(type);
        var request = introspection.instantiate();
        var properties = List.copyOf(introspection.getBeanProperties());
        var reader = new ParameterReader(parameters);
        var errors = new TreeMap<Integer, String>();
        for (int i = 0; i < properties.size(); i++) {
            try {
                var value = reader.read(properties.get(i));
                if (value != null) {
                    ((BeanProperty<T, Object>) properties.get(i)).set(request, value);
                }
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
}
