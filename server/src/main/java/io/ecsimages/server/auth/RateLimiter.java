package io.ecsimages.server.auth;

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
 * Limits the requests of an access key in a period, if a limit is configured. Each server counts for itself, including
 * requests that fail. Unsigned requests count as those of one key.
 */
@Singleton
public class RateLimiter {

    private static final String UNSIGNED = "";

    @Nullable
    private final Long requests;

    private final Duration period;
    private final ConcurrentMap<String, Bucket> buckets = new ConcurrentHashMap<>();

    RateLimiter(
            @Nullable @Value("${ecs-images.rate-limit.requests:}") Long requests,
            @Value("${ecs-images.rate-limit.period:1m}") Duration period) {
        this.requests = requests;
        this.period = period;
    }

    /**
     * Counts a request.
     *
     * @param signature its signature, null for an unsigned request
     * @throws ApiException if the key made too many; it says when the next one is accepted
     */
    public void count(@Nullable RequestSignature signature) {
        if (requests == null) {
            return;
        }
        long limit = requests;
        var key = signature == null ? UNSIGNED : signature.accessKeyId();
        var probe = buckets.computeIfAbsent(key, id -> bucket(limit)).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw new ApiException(ApiError.THROTTLING_USER, Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    private Bucket bucket(long most) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(most).refillGreedy(most, period))
                .build();
    }

    /** Removes full buckets, which equal new ones, so that unused keys do not stay in memory. */
    @Scheduled(initialDelay = "1m", fixedDelay = "1m")
    void removeFullBuckets() {
        if (requests != null) {
            long limit = requests;
            buckets.values().removeIf(bucket -> bucket.getAvailableTokens() >= limit);
        }
    }
}
