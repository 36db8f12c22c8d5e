package io.ecsimages.server.auth;

import io.ecsimages.server.store.CatalogueVersion;

/**
 * Who makes a request.
 *
 * @param account the account that the request acts for
 * @param seen the version of the catalogue that was read after the request arrived; only caches use it
 */
public record Caller(long account, CatalogueVersion seen) {}
