package io.ecsimages.server.signature;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.error.ApiException;
import io.github.bucket4j.Bucket;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How many requests a key may make, where there is a limit: so many at once, and so many in each period. Each server
 * counts for itself, what it answered with an error too. Requests without a signature count as those of one key.
 */
@Singleton
public class RateLimit {

    private static final String UNSIGNED = "";

    private final Long requests;
    private final Duration period;
    private final ConcurrentMap<String, Bucket> buckets = new ConcurrentHashMap<>();

    RateLimit(
            @Nullable @Value("${ecs-images.rate-limit.requests:}") Long requests,
            @Value("${ecs-images.rate-limit.period:1m}") Duration period) {
        this.requests = requests;
        this.period = period;
    }

    /**
     * Counts a request.
     *
     * @param credentials those it was let in with, null where it carries no signature
     * @throws ApiException if the key has made too many; it says when the next one may come
     */
    public void count(@Nullable Credentials credentials) {
        if (requests == null) {
            return;
        }
        var key = credentials == null ? UNSIGNED : credentials.accessKeyId();
        var probe = buckets.computeIfAbsent(key, id -> bucket()).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw new ApiException(ApiError.THROTTLING_USER, Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(requests).refillGreedy(requests, period))
                .build();
    }

    /** A full bucket is like a new one. Without this, keys that are used no more would stay in memory. */
    @Scheduled(initialDelay = "1m", fixedDelay = "1m")
    void forgetFullBuckets() {
        buckets.values().removeIf(bucket -> bucket.getAvailableTokens() >= requests);
    }
}
