package io.ecsimages.server.database;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Does again what failed because of somebody who did the same at the same time. */
public final class Attempts {

    private static final int MOST = 5;
    private static final long LONGEST_PAUSE_NANOS = 50_000_000;

    private Attempts() {}

    /**
     * Does the work, until it is done, or fails for another reason, or too often.
     *
     * @param work all of it, with its transaction
     * @param passing which failures another attempt may not meet
     */
    public static <T> T at(Supplier<T> work, Predicate<Throwable> passing) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (RuntimeException e) {
                if (attempt == MOST || !passing.test(e)) {
                    throw e;
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(attempt * LONGEST_PAUSE_NANOS));
            }
        }
    }
}
