package io.ecsimages.server.store;

import io.micronaut.core.annotation.Introspected;

/**
 * A region in which an account owns images, or others share images with it.
 *
 * @param relation {@link #OWN} or {@link #SHARED}: a boolean expression is an integer on some databases
 */
@Introspected
public record AccountRegion(String regionId, String relation) {

    public static final String OWN = "own";
    public static final String SHARED = "shared";
}
