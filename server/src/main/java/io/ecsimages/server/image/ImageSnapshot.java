package io.ecsimages.server.image;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** A snapshot that a disk of an image is made from, to be asked for by. */
@MappedEntity(value = "image_snapshot", escape = false)
public record ImageSnapshot(@Id @GeneratedValue @Nullable Long id, long image, String snapshotId) {}
