package io.ecsimages.server.database;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Retries work that failed because of a concurrent change, with random pauses that grow. */
public enum RetryPolicy {
    /** For long work: 5 attempts. */
    FEW(5, 50_000_000),
    /** For short work with many contenders, of which one succeeds each time: 200 attempts. */
    MANY(200, 20_000);

    private final int attempts;
    private final long pauseNanos;

    RetryPolicy(int attempts, long pauseNanos) {
        this.attempts = attempts;
        this.pauseNanos = pauseNanos;
    }

    /**
     * Runs work until it succeeds, fails for another reason, or fails too often.
     *
     * @param work the work, including its transaction
     * @param retryable which failures are worth another attempt
     */
    public <T> T run(Supplier<T> work, Predicate<Throwable> retryable) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (RuntimeException e) {
                if (attempt == attempts || !retryable.test(e)) {
                    throw e;
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(attempt * pauseNanos));
            }
        }
    }
}
