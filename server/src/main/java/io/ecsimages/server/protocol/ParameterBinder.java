package io.ecsimages.server.protocol;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.RequestParameters;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.protocol.ParameterReader.InvalidValueException;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.beans.BeanIntrospection;
import io.micronaut.core.beans.BeanProperty;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.AnnotatedRequestArgumentBinder;
import io.micronaut.validation.validator.BeanValidationContext;
import io.micronaut.validation.validator.Validator;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the generated request of an action from its parameters, and validates it against the contract. If several parameters
 * are invalid, the error is that of the one that the contract lists first.
 */
@Singleton
public final class ParameterBinder implements AnnotatedRequestArgumentBinder<RequestParameters, Object> {

    private static final Logger LOG = LoggerFactory.getLogger(ParameterBinder.class);

    private final Validator validator;
    private final boolean strict;

    /** @param strict whether unknown parameters are refused */
    ParameterBinder(Validator validator, @Value("${ecs-images.strict:false}") boolean strict) {
        this.validator = validator;
        this.strict = strict;
    }

    @Override
    public Class<RequestParameters> getAnnotationType() {
        return RequestParameters.class;
    }

    @Override
    public BindingResult<Object> bind(ArgumentConversionContext<Object> context, HttpRequest<?> http) {
        // Only ActionFilter sets it. The path of an action, requested directly, does not exist.
        var request = RequestContext.of(http)
                .orElseThrow(() -> new ApiException(ApiError.INVALID_ACTION_NOT_FOUND))
                .request();
        var type = context.getArgument().getType();
        var unknown = UnknownParameters.of(type, request.actionParameters().keySet());
        if (!unknown.isEmpty()) {
            if (strict) {
                throw new ApiException(ApiError.UNKNOWN_PARAMETER, " " + unknown);
            }
            LOG.debug(
                    "{}: unknown parameters are ignored: {}", request.response().requestId(), unknown.names());
            unknown.attachTo(http);
        }
        var bound = bind(type, request.parameters());
        return () -> Optional.of(bound);
    }

    /**
     * Binds and validates parameters.
     *
     * @throws ApiException the error that the contract names for the first invalid parameter
     */
    public <T> T bind(Class<T> type, Map<String, String> parameters) {
        var request = BeanIntrospection.getIntrospection(type).instantiate();
        var definitions = ParameterDefinition.of(type);
        var reader = new ParameterReader(parameters);
        var errors = new TreeMap<Integer, String>();
        var toValidate = new HashMap<String, ParameterDefinition>();
        for (int i = 0; i < definitions.size(); i++) {
            var definition = definitions.get(i);
            try {
                var value = reader.read(definition);
                definition.set(request, value);
                if (value == null ? definition.isMissing(request) : definition.isConstrained()) {
                    toValidate.put(definition.property().getName(), definition);
                }
            } catch (InvalidValueException e) {
                errors.put(i, e.getMessage());
            }
        }
        for (ConstraintViolation<T> violation : violations(request, toValidate)) {
            errors.putIfAbsent(indexOf(definitions, violation), violation.getMessage());
        }
        if (!errors.isEmpty()) {
            throw new ApiException(ApiError.of(errors.firstEntry().getValue()));
        }
        return request;
    }

    /**
     * Validates the parameters that are given; the others have defaults, or no value. Validating one property costs less than
     * the whole request, but does not look at the items of a list.
     */
    private <T> Collection<ConstraintViolation<T>> violations(T request, Map<String, ParameterDefinition> toValidate) {
        if (toValidate.values().stream().noneMatch(ParameterDefinition::isList)) {
            var violations = new ArrayList<ConstraintViolation<T>>();
            toValidate.keySet().forEach(name -> violations.addAll(validator.validateProperty(request, name)));
            return violations;
        }
        return validator.validate(request, new BeanValidationContext() {
            @Override
            public <B> boolean isPropertyValidated(B object, BeanProperty<B, Object> property) {
                return object != request || toValidate.containsKey(property.getName());
            }
        });
    }

    private static int indexOf(List<ParameterDefinition> definitions, ConstraintViolation<?> violation) {
        var name = violation.getPropertyPath().iterator().next().getName();
        for (int i = 0; i < definitions.size(); i++) {
            if (definitions.get(i).property().getName().equals(name)) {
                return i;
            }
        }
        throw new IllegalStateException("no property is called " + name);
    }
}
