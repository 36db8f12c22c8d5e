package io.ecsimages.server.store;

import io.micronaut.data.annotation.MappedEntity;

/** A tag of an image. */
@MappedEntity(value = "image_tag", escape = false)
public record ImageTag(long image, String tagKey, String tagValue) {}
