package io.ecsimages.server.auth;

import io.micronaut.core.annotation.Nullable;
import java.time.Instant;
import java.util.List;

/**
 * The signature of a request, and what it was made over.
 *
 * @param accessKeyId the key that signed
 * @param securityToken the token of a temporary key
 * @param timestamp the time of the request
 * @param nonce the SignatureNonce, unique among the requests of the key
 * @param algorithm the signature algorithm
 * @param signature the signature
 * @param stringsToSign the strings that the signature may have been made over, the documented form first
 * @param canonicalRequest the request in canonical form, for diagnostics; in version 1 the string to sign itself
 * @param signedByClient the string that the client says it signed, else null
 */
public record RequestSignature(
        String accessKeyId,
        @Nullable String securityToken,
        Instant timestamp,
        String nonce,
        SignatureAlgorithm algorithm,
        String signature,
        List<String> stringsToSign,
        String canonicalRequest,
        @Nullable String signedByClient) {

    /** Without the signature and the token, because the string can end up in a log. */
    @Override
    public String toString() {
        return "RequestSignature[" + accessKeyId + ", " + algorithm.wireName() + ", " + timestamp + "]";
    }
}
