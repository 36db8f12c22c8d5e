package io.ecsimages.server.store;

import io.micronaut.data.annotation.MappedEntity;

/** A {@link ImageCapability} that an image has, by the capability's name. */
@MappedEntity(value = "image_capability", escape = false)
public record ImageFeature(long image, String name) {}
