package io.ecsimages.server.signature;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/**
 * A nonce that was used.
 *
 * @param hash of the key's id and the nonce, so that every nonce is of one size
 * @param expires when a request with its timestamp would be refused anyway
 */
@MappedEntity(value = "nonce", escape = false)
record Nonce(@Id String hash, Instant expires) {}
