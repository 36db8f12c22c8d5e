package io.ecsimages.server.signature;

import io.ecsimages.server.edition.Edition;

/**
 * What a request is let in with.
 *
 * @param account the account that it acts for
 * @param edition the edition of the catalogue, seen after the request was there
 */
public record Admission(long account, Edition edition) {}
