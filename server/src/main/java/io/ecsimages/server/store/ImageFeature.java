package io.ecsimages.server.store;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** A {@link ImageCapability} that an image has, by the capability's name. */
@MappedEntity(value = "image_capability", escape = false)
public record ImageFeature(@Id @GeneratedValue @Nullable Long id, long image, String name) {}
