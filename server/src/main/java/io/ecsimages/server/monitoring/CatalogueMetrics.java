package io.ecsimages.server.monitoring;

import io.ecsimages.server.edition.Edition;
import io.ecsimages.server.edition.Editions;
import io.ecsimages.server.image.ImageRepository;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micronaut.context.annotation.Requires;
import io.micronaut.scheduling.annotation.Scheduled;
import io.micronaut.transaction.annotation.ReadOnly;
import jakarta.inject.Singleton;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/**
 * The size of the catalogue, and when it last changed, whichever program changed it. A scrape asks no database: what it
 * reads is refreshed beside it, and images are counted only after a change.
 */
@Singleton
@Requires(beans = MeterRegistry.class)
class CatalogueMetrics {

    private final Editions editions;
    private final ImageRepository repository;
    private Edition counted;
    private volatile double images = Double.NaN;
    private volatile double lastChange = Double.NaN;

    CatalogueMetrics(Editions editions, ImageRepository repository, MeterRegistry registry) {
        this.editions = editions;
        this.repository = repository;
        Gauge.builder("ecs.images.catalogue.images", () -> images)
                .description("Images in the catalogue, of all regions and accounts.")
                .register(registry);
        TimeGauge.builder("ecs.images.catalogue.last.change.timestamp", () -> lastChange, TimeUnit.SECONDS)
                .description("When the catalogue last changed.")
                .register(registry);
    }

    @Scheduled(fixedDelay = "10s")
    @ReadOnly
    void refresh() {
        var edition = editions.current();
        if (!edition.equals(counted)) {
            images = repository.count();
            editions.lastChange().ifPresent(time -> lastChange = time.toEpochSecond(ZoneOffset.UTC));
            counted = edition;
        }
    }
}
