package io.ecsimages.server.protocol;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.error.ApiException;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Passes the {@link RequestContext} to a controller. */
@Singleton
final class RequestContextBinder implements TypedRequestArgumentBinder<RequestContext> {

    @Override
    public Argument<RequestContext> argumentType() {
        return Argument.of(RequestContext.class);
    }

    @Override
    public BindingResult<RequestContext> bind(ArgumentConversionContext<RequestContext> context, HttpRequest<?> http) {
        // Only ActionFilter sets it. The path of an action, requested directly, does not exist.
        var request = RequestContext.of(http).orElseThrow(() -> new ApiException(ApiError.INVALID_ACTION_NOT_FOUND));
        return () -> Optional.of(request);
    }
}
