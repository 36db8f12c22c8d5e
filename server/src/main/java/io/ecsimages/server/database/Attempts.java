package io.ecsimages.server.database;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Does again what failed because of somebody who did the same at the same time, after pauses that grow to half a second
 * in all.
 */
public enum Attempts {
    /** For work that takes its time. */
    FEW(5, 50_000_000),
    /** For a moment's work, of those who try which one succeeds every time. */
    MANY(200, 20_000);

    private final int most;
    private final long pauseNanos;

    Attempts(int most, long pauseNanos) {
        this.most = most;
        this.pauseNanos = pauseNanos;
    }

    /**
     * Does the work, until it is done, or fails for another reason, or too often.
     *
     * @param work all of it, with its transaction
     * @param passing which failures another attempt may not meet
     */
    public <T> T at(Supplier<T> work, Predicate<Throwable> passing) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (RuntimeException e) {
                if (attempt == most || !passing.test(e)) {
                    throw e;
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(attempt * pauseNanos));
            }
        }
    }
}
