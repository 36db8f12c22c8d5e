package io.ecsimages.server.store;

import io.micronaut.data.annotation.MappedEntity;

/** A disk snapshot that an image was created from. */
@MappedEntity(value = "image_snapshot", escape = false)
public record ImageSnapshot(long image, String snapshotId) {}
