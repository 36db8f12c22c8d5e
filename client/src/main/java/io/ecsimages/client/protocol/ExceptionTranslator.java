package io.ecsimages.client.protocol;

import io.ecsimages.client.EcsImagesException;
import io.ecsimages.client.TransportException;
import io.ecsimages.client.model.ErrorResponse;
import io.micronaut.aop.InterceptorBean;
import io.micronaut.aop.MethodInterceptor;
import io.micronaut.aop.MethodInvocationContext;
import io.micronaut.context.BeanContext;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.ClientFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.client.exceptions.HttpClientException;
import io.micronaut.http.client.exceptions.HttpClientResponseException;
import io.micronaut.http.codec.CodecException;
import jakarta.inject.Singleton;

/** Translates the HTTP client's exceptions into {@link EcsImagesException} and {@link TransportException}. */
@Singleton
@ClientFilter(serviceId = "ecs-images")
@InterceptorBean(TranslateExceptions.class)
final class ExceptionTranslator implements MethodInterceptor<Object, Object> {

    private final BeanContext context;

    ExceptionTranslator(BeanContext context) {
        this.context = context;
    }

    /** Translates failed requests and error responses; in a filter, because outside of it status 404 becomes null. */
    @ResponseFilter
    void translate(HttpRequest<?> request, HttpClientException failure) {
        throw failure instanceof HttpClientResponseException withResponse
                ? error(withResponse.getResponse())
                : new TransportException(TransportFailure.describe(request.getUri(), failure), failure);
    }

    private static EcsImagesException error(HttpResponse<?> response) {
        var error = response.getBody(ErrorResponse.class).filter(body -> body.getCode() != null);
        return error.map(body -> new EcsImagesException(
                        response.code(), body.getCode(), body.getMessage(), body.getRequestId(), body.getHostId()))
                .orElseGet(() -> foreign(response.code(), response.reason(), response.header("x-acs-request-id")));
    }

    /** Translates what is thrown after the filters: a successful status with an unreadable body, and a closed client. */
    @Override
    public Object intercept(MethodInvocationContext<Object, Object> call) {
        try {
            return call.proceed();
        } catch (HttpClientResponseException e) {
            throw (RuntimeException) foreign(e.code(), "unreadable body", null).initCause(e);
        } catch (CodecException e) {
            throw (RuntimeException) foreign(200, "unreadable body", null).initCause(e);
        } catch (RuntimeException e) {
            if (!context.isRunning()) {
                throw new IllegalStateException("the client is closed", e);
            }
            throw e;
        }
    }

    private static EcsImagesException foreign(int status, String reason, @Nullable String requestId) {
        var message = reason + "; this is not a response of the ECS API: check the endpoint, and proxies before it";
        return new EcsImagesException(status, "", message, requestId, null);
    }
}
