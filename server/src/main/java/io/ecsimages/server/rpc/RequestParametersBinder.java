package io.ecsimages.server.rpc;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.RequestParameters;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.rpc.ParameterReader.InvalidValueException;
import io.ecsimages.server.rpc.ParameterReader.Member;
import io.ecsimages.server.rpc.RpcRequest.Call;
import io.ecsimages.server.signature.PercentEncoding;
import io.micronaut.core.beans.BeanIntrospection;
import io.micronaut.core.beans.BeanProperty;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.AnnotatedRequestArgumentBinder;
import io.micronaut.validation.validator.BeanValidationContext;
import io.micronaut.validation.validator.Validator;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns parameters into the request of an operation, as the contract's generated class describes it, and judges it. If
 * several parameters are wrong, the one that the contract lists first is named.
 */
@Singleton
public final class RequestParametersBinder implements AnnotatedRequestArgumentBinder<RequestParameters, Object> {

    /** More of a name is not said in the log. */
    private static final int LONGEST_NAME = 100;

    private static final Logger LOG = LoggerFactory.getLogger(RequestParametersBinder.class);

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
        var type = context.getArgument().getType();
        if (LOG.isDebugEnabled()) {
            var unknown = unknown(type, call.request().ofOperation().keySet());
            if (!unknown.isEmpty()) {
                LOG.debug("{}: parameters that are not known are ignored: {}", call.requestId(), unknown);
            }
        }
        var request = read(type, call.request().parameters());
        return () -> Optional.of(request);
    }

    /**
     * Those of the names that the operation does not read, percent-encoded: a name can hold anything, and shall not
     * look like lines of the log.
     */
    private static List<String> unknown(Class<?> type, Collection<String> names) {
        return names.stream()
                .filter(name -> ParameterReader.members(type).stream().noneMatch(member -> member.reads(name)))
                .map(PercentEncoding::encode)
                .map(name -> name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name)
                .sorted()
                .toList();
    }

    /** The request that these parameters make. */
    public <T> T read(Class<T> type, Map<String, String> parameters) {
        var request = BeanIntrospection.getIntrospection(type).instantiate();
        var members = ParameterReader.members(type);
        var reader = new ParameterReader(parameters);
        var errors = new TreeMap<Integer, String>();
        var judged = new HashMap<String, Member>();
        for (int i = 0; i < members.size(); i++) {
            var member = members.get(i);
            try {
                var value = reader.read(member);
                member.set(request, value);
                if (member.isConstrained() && (value != null || member.isMissing(request))) {
                    judged.put(member.property().getName(), member);
                }
            } catch (InvalidValueException e) {
                errors.put(i, e.getMessage());
            }
        }
        for (ConstraintViolation<T> violation : violations(request, judged)) {
            errors.putIfAbsent(indexOf(members, violation), violation.getMessage());
        }
        if (!errors.isEmpty()) {
            throw new ApiException(ApiError.of(errors.firstEntry().getValue()));
        }
        return request;
    }

    /**
     * What is not given has its default, or nothing, and need not be judged. To look at a property alone costs less, but does
     * not judge the items of a list.
     */
    private <T> Collection<ConstraintViolation<T>> violations(T request, Map<String, Member> judged) {
        if (judged.values().stream().noneMatch(Member::isList)) {
            return judged.keySet().stream()
                    .flatMap(name -> validator.validateProperty(request, name).stream())
                    .toList();
        }
        return validator.validate(request, new BeanValidationContext() {
            @Override
            public <B> boolean isPropertyValidated(B object, BeanProperty<B, Object> property) {
                return object != request || judged.containsKey(property.getName());
            }
        });
    }

    private static int indexOf(List<Member> members, ConstraintViolation<?> violation) {
        var name = violation.getPropertyPath().iterator().next().getName();
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).property().getName().equals(name)) {
                return i;
            }
        }
        throw new IllegalStateException("no property is called " + name);
    }
}
