package io.ecsimages.server.image;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** An account that an image is shared with. */
@MappedEntity(value = "image_share", escape = false)
public record ImageShare(@Id @GeneratedValue @Nullable Long id, long image, long accountId) {}
