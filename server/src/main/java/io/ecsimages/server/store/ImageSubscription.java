package io.ecsimages.server.store;

import io.micronaut.data.annotation.MappedEntity;

/** An account that subscribed to a Marketplace image. */
@MappedEntity(value = "image_subscription", escape = false)
public record ImageSubscription(long image, long accountId) {}
