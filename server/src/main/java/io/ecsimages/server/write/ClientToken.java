package io.ecsimages.server.write;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.LocalDateTime;

/**
 * The first response to a ClientToken.
 *
 * @param accountId the account of the caller
 * @param action the name of the operation
 * @param token the ClientToken
 * @param requestHash the SHA-256 of the other parameters, in hexadecimal
 * @param response the response in JSON
 * @param created the time of the response, in UTC
 */
@MappedEntity(value = "client_token", escape = false)
record ClientToken(
        @Id @GeneratedValue @Nullable Long id,
        long accountId,
        String action,
        String token,
        String requestHash,
        String response,
        LocalDateTime created) {}
