package io.ecsimages.server.write;

import io.micronaut.aop.Around;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an operation that changes the catalogue: see {@link CatalogueWriteInterceptor}. The generated interfaces have it on every
 * operation with {@code x-writes}.
 */
@Around
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface CatalogueWrite {}
