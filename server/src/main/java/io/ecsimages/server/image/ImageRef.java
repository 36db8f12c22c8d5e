package io.ecsimages.server.image;

import io.ecsimages.server.model.ImageOwnerAlias;

/**
 * An image on a page of a response.
 *
 * @param id the primary key
 * @param alias the ImageOwnerAlias that the caller reads
 */
public record ImageRef(long id, ImageOwnerAlias alias) {}
