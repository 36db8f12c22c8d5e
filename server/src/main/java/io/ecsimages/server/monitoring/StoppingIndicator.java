package io.ecsimages.server.monitoring;

import io.ecsimages.server.rpc.LameDuck;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.endpoint.health.HealthEndpoint;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;

/** A server that is about to stop is not ready for more requests, though it still answers. */
@Singleton
@Readiness
@Requires(beans = HealthEndpoint.class)
final class StoppingIndicator implements HealthIndicator {

    private final LameDuck lameDuck;

    StoppingIndicator(LameDuck lameDuck) {
        this.lameDuck = lameDuck;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return Publishers.just(HealthResult.builder("stopping")
                .status(lameDuck.hasBegun() ? HealthStatus.DOWN : HealthStatus.UP)
                .build());
    }
}
