package io.ecsimages.client.rpc;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** What makes each request another one. */
interface Freshness {

    Freshness NOW = new Freshness() {

        @Override
        public String time() {
            return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        }

        @Override
        public String nonce() {
            return UUID.randomUUID().toString();
        }
    };

    /** The time, in UTC, as {@code yyyy-MM-ddTHH:mm:ssZ}. */
    String time();

    /** A text that was not sent before. */
    String nonce();
}
