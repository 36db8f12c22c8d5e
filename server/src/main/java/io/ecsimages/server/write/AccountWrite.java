package io.ecsimages.server.write;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** How often an account has written. */
@MappedEntity(value = "account_write", escape = false)
public record AccountWrite(@Id long accountId, long writes) {}
