package io.ecsimages.server.store;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** A disk snapshot that an image was created from. */
@MappedEntity(value = "image_snapshot", escape = false)
public record ImageSnapshot(@Id @GeneratedValue @Nullable Long id, long image, String snapshotId) {}
