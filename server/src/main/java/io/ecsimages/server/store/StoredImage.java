package io.ecsimages.server.store;

import io.micronaut.core.annotation.Introspected;

/**
 * The key of an image.
 *
 * @param id the primary key
 * @param imageId the ImageId
 */
@Introspected
record StoredImage(long id, String imageId) {}
