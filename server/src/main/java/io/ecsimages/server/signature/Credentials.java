package io.ecsimages.server.signature;

import io.micronaut.core.annotation.Nullable;
import java.time.Instant;
import java.util.List;

/**
 * What a request is signed with.
 *
 * @param accessKeyId the key that signed
 * @param securityToken the token of a temporary key
 * @param timestamp when it signed
 * @param nonce what makes this request unlike any other of the key
 * @param algorithm how it signed
 * @param signature the signature
 * @param stringsToSign what the signature may have been made over, the documented form first
 * @param canonicalRequest the request that the string to sign is made of, for people to compare; in version 1
 *     they are the same
 * @param signedByClient what the client says that it signed, where it does
 */
public record Credentials(
        String accessKeyId,
        @Nullable String securityToken,
        Instant timestamp,
        String nonce,
        Algorithm algorithm,
        String signature,
        List<String> stringsToSign,
        String canonicalRequest,
        @Nullable String signedByClient) {

    /** Without the signature and the token: what is printed may end in a log. */
    @Override
    public String toString() {
        return "Credentials[" + accessKeyId + ", " + algorithm.wireName() + ", " + timestamp + "]";
    }
}
