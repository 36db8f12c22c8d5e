package io.ecsimages.client.rpc;

import io.ecsimages.client.EcsImagesException;
import io.micronaut.aop.Around;
import io.micronaut.aop.InterceptorBean;
import io.micronaut.aop.MethodInterceptor;
import io.micronaut.aop.MethodInvocationContext;
import io.micronaut.http.client.exceptions.HttpClientResponseException;
import io.micronaut.http.codec.CodecException;
import jakarta.inject.Singleton;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A good status with an answer that is not the service's is an error too. */
@Around
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface TypedErrors {

    /** Turns the framework's exceptions for an unreadable answer into the client's. */
    @Singleton
    @InterceptorBean(TypedErrors.class)
    final class Interceptor implements MethodInterceptor<Object, Object> {

        @Override
        public Object intercept(MethodInvocationContext<Object, Object> call) {
            try {
                return call.proceed();
            } catch (HttpClientResponseException e) {
                throw unreadable(e.getStatus().getCode(), e);
            } catch (CodecException e) {
                throw unreadable(200, e);
            }
        }

        private static EcsImagesException unreadable(int status, Exception cause) {
            var exception = new EcsImagesException(status, "", "The answer is not one of the service.", null, null);
            exception.initCause(cause);
            return exception;
        }
    }
}
