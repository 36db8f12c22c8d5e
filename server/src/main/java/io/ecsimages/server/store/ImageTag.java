package io.ecsimages.server.store;

import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.MappedProperty;
import io.micronaut.data.annotation.Relation;
import io.micronaut.core.annotation.Nullable;

/** A tag of an image. */
@MappedEntity(value = "image_tag", escape = false)
public record ImageTag(
        @Id @GeneratedValue @Nullable Long id,
        @MappedProperty("image") @Relation(Relation.Kind.MANY_TO_ONE) ImageEntity image,
        String tagKey,
        String tagValue) {}
