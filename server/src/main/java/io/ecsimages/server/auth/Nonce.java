package io.ecsimages.server.auth;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

/**
 * A nonce of a signed request.
 *
 * @param hash 64 bits of a hash of AccessKeyId and nonce. Among ten million nonces, two collide with a probability of
 *     1 in 370,000; then a valid request is refused, and its retry with a new nonce succeeds
 * @param expires when a request with its timestamp is refused anyway
 */
record Nonce(long hash, Instant expires) {

    /**
     * The nonce of a request.
     *
     * @param window how long it counts after the timestamp of the request
     */
    static Nonce of(RequestSignature credentials, Duration window) {
        var hash = SignatureV3.hash(credentials.accessKeyId() + "\n" + credentials.nonce());
        return new Nonce(
                ByteBuffer.wrap(hash).getLong(), credentials.timestamp().plus(window));
    }
}
