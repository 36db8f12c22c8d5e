package io.ecsimages.client.auth;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Gives the nonce and the timestamp of each request, which make its signature unique. */
interface NonceSource {

    /** Random nonces, and the system's clock. */
    NonceSource RANDOM = new NonceSource() {

        @Override
        public String timestamp() {
            return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        }

        @Override
        public String nonce() {
            return UUID.randomUUID().toString();
        }
    };

    /** Returns the current time in UTC, as {@code yyyy-MM-ddTHH:mm:ssZ}. */
    String timestamp();

    /** Returns a string that no request used before. */
    String nonce();
}
