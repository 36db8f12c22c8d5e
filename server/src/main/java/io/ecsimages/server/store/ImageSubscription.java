package io.ecsimages.server.store;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** An account that subscribed to a Marketplace image. */
@MappedEntity(value = "image_subscription", escape = false)
public record ImageSubscription(
        @Id @GeneratedValue @Nullable Long id, long image, long accountId) {}
