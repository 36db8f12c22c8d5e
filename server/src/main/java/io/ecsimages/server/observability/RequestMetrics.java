package io.ecsimages.server.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.context.event.HttpRequestTerminatedEvent;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;

/** Counts and times requests. Every label has few values: those of the contract, {@code unsupported} or {@code none}. */
@Singleton
@Requires(beans = MeterRegistry.class)
final class RequestMetrics implements ApplicationEventListener<HttpRequestTerminatedEvent> {

    private static final Duration[] BUCKETS = Stream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterProvider<Counter> requests;
    private final MeterProvider<Counter> signatureFailures;
    private final MeterProvider<Timer> durations;

    private final WarmUpPort warmUpPort;

    RequestMetrics(MeterRegistry registry, WarmUpPort warmUpPort) {
        this.warmUpPort = warmUpPort;
        requests = Counter.builder("ecs.images.requests")
                .description("Requests that have ended.")
                .withRegistry(registry);
        signatureFailures = Counter.builder("ecs.images.signature.failures")
                .description("Signed requests that failed authentication.")
                .withRegistry(registry);
        durations = Timer.builder("ecs.images.request.duration")
                .description("From the arrival of a request until its response was written.")
                .serviceLevelObjectives(BUCKETS)
                .withRegistry(registry);
    }

    @Override
    public void onApplicationEvent(HttpRequestTerminatedEvent event) {
        if (!warmUpPort.received(event.getSource())) {
            RequestRecord.find(event.getSource()).ifPresent(this::count);
        }
    }

    private void count(RequestRecord record) {
        var call = Tags.of("action", action(record), "status", label(record.status()));
        requests.withTags(call.and("code", label(record.code()))).increment();
        durations.withTags(call).record(record.duration());
        if (failedAuthentication(record)) {
            signatureFailures.withTag("reason", label(record.code())).increment();
        }
    }

    private static boolean failedAuthentication(RequestRecord record) {
        return record.signature() != null
                && record.account() == null
                && record.status() != null
                && record.status() < 500;
    }

    private static String action(RequestRecord record) {
        return record.unsupportedAction() == null ? label(record.action()) : "unsupported";
    }

    private static String label(@Nullable Object value) {
        return Objects.toString(value, "none");
    }
}
