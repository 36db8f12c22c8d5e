package io.ecsimages.server.store;

import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.MappedProperty;
import io.micronaut.data.annotation.Relation;
import io.micronaut.core.annotation.Nullable;

/**
 * An account that an image is shared with.
 *
 * @param regionId the image's region, repeated here so that an index finds an account's shares in one region
 */
@MappedEntity(value = "image_share", escape = false)
public record ImageShare(
        @Id @GeneratedValue @Nullable Long id,
        @MappedProperty("image") @Relation(Relation.Kind.MANY_TO_ONE) ImageEntity image,
        String regionId,
        long accountId) {}
