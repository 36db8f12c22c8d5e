package io.ecsimages.server.store;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** A tag of an image. */
@MappedEntity(value = "image_tag", escape = false)
public record ImageTag(@Id @GeneratedValue @Nullable Long id, long image, String tagKey, String tagValue) {}
