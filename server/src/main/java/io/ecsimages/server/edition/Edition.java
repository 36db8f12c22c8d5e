package io.ecsimages.server.edition;

import java.math.BigDecimal;
import java.time.LocalDateTime;

/**
 * The catalogue between two changes of it. Transactions that see the same edition see the same catalogue, on whatever
 * server.
 *
 * @param changes the sum over all changes that are seen, each a random number
 * @param ripened when, in UTC, the last image that became available by itself did so
 */
public record Edition(BigDecimal changes, LocalDateTime ripened) {}
