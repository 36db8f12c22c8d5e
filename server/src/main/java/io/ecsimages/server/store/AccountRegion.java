package io.ecsimages.server.store;

import io.micronaut.core.annotation.Introspected;

/**
 * A region in which an account owns images, or others share images with it.
 *
 * @param owned true for its own images, false for shared ones
 */
@Introspected
public record AccountRegion(String regionId, boolean owned) {}
