package io.ecsimages.server.store;

import io.ecsimages.server.api.CatalogueRead;
import io.micronaut.aop.InterceptorBean;
import io.micronaut.aop.MethodInterceptor;
import io.micronaut.aop.MethodInvocationContext;
import jakarta.inject.Singleton;

/** Runs a method that is marked with {@link CatalogueRead} through the {@link CatalogueReader}. */
@Singleton
@InterceptorBean(CatalogueRead.class)
final class CatalogueReadInterceptor implements MethodInterceptor<Object, Object> {

    private final CatalogueReader reader;

    CatalogueReadInterceptor(CatalogueReader reader) {
        this.reader = reader;
    }

    @Override
    public Object intercept(MethodInvocationContext<Object, Object> context) {
        return reader.read(() -> context.proceed(this));
    }
}
