package io.ecsimages.server.store;

import java.math.BigDecimal;
import java.time.LocalDateTime;

/**
 * The state of the catalogue between two changes. Transactions that see the same version see the same catalogue, on every
 * server.
 *
 * @param changes the sum of the random stamps of all changes that are visible
 * @param effectiveAt when, in UTC, an image last became Available by the passage of time
 */
public record CatalogueVersion(BigDecimal changes, LocalDateTime effectiveAt) {}
