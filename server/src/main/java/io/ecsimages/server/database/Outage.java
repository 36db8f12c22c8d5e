package io.ecsimages.server.database;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log when the database does not answer, and when it does again: one line each, not one a request. */
@Singleton
public class Outage {

    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    /** A database that answers one request and not the next does not fill the log. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Clock clock;
    private volatile boolean said;
    private Instant silentUntil = Instant.MIN;

    Outage(Clock clock) {
        this.clock = clock;
    }

    /** A request met a database that does not answer. */
    public void met(SQLException failure) {
        if (!said) {
            begin(failure);
        }
    }

    private synchronized void begin(SQLException failure) {
        if (!said && !clock.instant().isBefore(silentUntil)) {
            said = true;
            silentUntil = clock.instant().plus(PAUSE);
            Throwable reason = failure;
            while (reason.getCause() != null) {
                reason = reason.getCause();
            }
            LOG.error("the database does not answer, requests are refused: {}", reason.getMessage());
        }
    }

    /** A request was answered. */
    public void passed() {
        if (said) {
            said = false;
            LOG.warn("the database answers again");
        }
    }
}
