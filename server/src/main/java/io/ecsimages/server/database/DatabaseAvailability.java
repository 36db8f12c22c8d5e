package io.ecsimages.server.database;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs one line when the database becomes unreachable, and one when it recovers. */
@Singleton
public class DatabaseAvailability {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseAvailability.class);

    /** A database that fails every other request must not fill the log. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Clock clock;
    private volatile boolean unavailable;
    private Instant silentUntil = Instant.MIN;

    DatabaseAvailability(Clock clock) {
        this.clock = clock;
    }

    /** A request failed because the database is unreachable. */
    public void failed(SQLException failure) {
        if (!unavailable) {
            begin(failure);
        }
    }

    private synchronized void begin(SQLException failure) {
        if (!unavailable && !clock.instant().isBefore(silentUntil)) {
            unavailable = true;
            silentUntil = clock.instant().plus(PAUSE);
            Throwable reason = failure;
            while (reason.getCause() != null) {
                reason = reason.getCause();
            }
            LOG.error("the database is unreachable, requests fail with ServiceUnavailable: {}", reason.getMessage());
        }
    }

    /** A request succeeded. */
    public void succeeded() {
        if (unavailable) {
            unavailable = false;
            LOG.warn("the database is reachable again");
        }
    }
}
