package io.ecsimages.client;

import io.micronaut.core.annotation.Nullable;
import java.util.Objects;

/**
 * A key to sign requests with.
 *
 * @param id its id
 * @param secret its secret
 * @param securityToken the token of a temporary key, null for a lasting one
 */
public record AccessKey(String id, String secret, @Nullable String securityToken) implements CredentialsProvider {

    public AccessKey {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(secret, "secret");
    }

    /** A key that lasts. */
    public static AccessKey of(String id, String secret) {
        return new AccessKey(id, secret, null);
    }

    /** This key, for every request. */
    @Override
    public AccessKey get() {
        return this;
    }

    /** Without the secret and the token: what is printed may end in a log. */
    @Override
    public String toString() {
        return "AccessKey[" + id + "]";
    }
}
