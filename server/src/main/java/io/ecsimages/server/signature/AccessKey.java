package io.ecsimages.server.signature;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/**
 * A key that requests are signed with.
 *
 * @param accessKeyId its public half
 * @param accountId the account that it acts for
 * @param accessKeySecret its secret half: never logged, never answered
 * @param active whether it may be used
 * @param created when it was made
 * @param securityToken what a temporary key must be sent with
 * @param expiration when a temporary key ends
 */
@MappedEntity(value = "access_key", escape = false)
public record AccessKey(
        @Id String accessKeyId,
        long accountId,
        String accessKeySecret,
        boolean active,
        Instant created,
        @Nullable String securityToken,
        @Nullable Instant expiration) {

    public boolean temporary() {
        return securityToken != null;
    }

    /** Without the secret and the token: what is printed may end in a log. */
    @Override
    public String toString() {
        return "AccessKey[" + accessKeyId + " of " + accountId + "]";
    }
}
