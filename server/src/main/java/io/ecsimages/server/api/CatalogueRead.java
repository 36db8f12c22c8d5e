package io.ecsimages.server.api;

import io.micronaut.aop.Around;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a method that reads the catalogue at one moment. Generated interfaces have it on each operation that does not write. */
@Around
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface CatalogueRead {}
