package io.ecsimages.server.auth;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/**
 * An access key, with which requests are signed.
 *
 * @param accessKeyId the AccessKeyId
 * @param accountId the account that it acts for
 * @param accessKeySecret the AccessKeySecret, which is never logged and never in a response
 * @param active whether it is enabled
 * @param created when it was created
 * @param securityToken the SecurityToken of a temporary key, else null
 * @param expiration when a temporary key expires, else null
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

    /** Without the secret and the token, because the string can end up in a log. */
    @Override
    public String toString() {
        return "AccessKey[" + accessKeyId + " of " + accountId + "]";
    }
}
