package io.ecsimages.client;

import io.micronaut.core.annotation.Nullable;
import java.util.Objects;

/**
 * An access key, which signs requests.
 *
 * @param id the AccessKey ID
 * @param secret the AccessKey secret
 * @param securityToken the security token of a temporary (STS) key, null for a long-term key
 */
public record AccessKey(String id, String secret, @Nullable String securityToken) implements CredentialsProvider {

    public AccessKey {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(secret, "secret");
    }

    /** Returns a long-term key. */
    public static AccessKey of(String id, String secret) {
        return new AccessKey(id, secret, null);
    }

    /** Returns this key. */
    @Override
    public AccessKey get() {
        return this;
    }

    /** Returns the ID alone: secret and token must not appear in logs. */
    @Override
    public String toString() {
        return "AccessKey[" + id + "]";
    }
}
