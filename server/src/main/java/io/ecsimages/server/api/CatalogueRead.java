package io.ecsimages.server.api;

import io.ecsimages.server.database.CallExecutors;
import io.micronaut.aop.Around;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a method that reads the catalogue at one moment. Generated interfaces have it on each operation that does not write. */
@Around
@ExecuteOn(CallExecutors.CALLS)
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface CatalogueRead {}
