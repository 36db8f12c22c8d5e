package io.ecsimages.server.store;

import io.micronaut.data.annotation.MappedEntity;

/**
 * An account that an image is shared with.
 *
 * @param regionId the image's region, repeated here so that an index finds an account's shares in one region
 */
@MappedEntity(value = "image_share", escape = false)
public record ImageShare(long image, String regionId, long accountId) {}
