package io.ecsimages.server.signature;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

/**
 * A nonce that is used.
 *
 * @param hash of the key's id and the nonce, so that every nonce is of one size. Of ten million that count at once, two are
 *     alike by chance in one of 370,000 cases; then a good request is refused, and its repetition, with another nonce, is not
 * @param expires when a request with its timestamp would be refused anyway
 */
record Nonce(long hash, Instant expires) {

    /** The nonce of a request that counts this long after its timestamp. */
    static Nonce of(Credentials credentials, Duration window) {
        var hash = SignatureV3.hash(credentials.accessKeyId() + "\n" + credentials.nonce());
        return new Nonce(
                ByteBuffer.wrap(hash).getLong(), credentials.timestamp().plus(window));
    }
}
