package io.ecsimages.server.observability;

import io.ecsimages.server.netty.LameDuck;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.endpoint.health.HealthEndpoint;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;

/** Reports a server that is shutting down as not ready, although it still answers requests. */
@Singleton
@Readiness
@Requires(beans = HealthEndpoint.class)
final class ShutdownReadinessIndicator implements HealthIndicator {

    private final LameDuck lameDuck;

    ShutdownReadinessIndicator(LameDuck lameDuck) {
        this.lameDuck = lameDuck;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return Publishers.just(HealthResult.builder("stopping")
                .status(lameDuck.hasBegun() ? HealthStatus.DOWN : HealthStatus.UP)
                .build());
    }
}
