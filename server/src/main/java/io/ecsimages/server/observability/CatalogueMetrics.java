package io.ecsimages.server.observability;

import io.ecsimages.server.store.CatalogueVersion;
import io.ecsimages.server.store.CatalogueVersions;
import io.ecsimages.server.store.ImageRepository;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.scheduling.annotation.Scheduled;
import io.micronaut.transaction.annotation.ReadOnly;
import jakarta.inject.Singleton;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/**
 * Metrics of the size of the catalogue and of its last change, by any program. A scrape does not query the database: the values are
 * refreshed in the background, and images are countedAt only after a change.
 */
@Singleton
@Requires(beans = MeterRegistry.class)
class CatalogueMetrics {

    private final CatalogueVersions versions;
    private final ImageRepository repository;

    @Nullable
    private CatalogueVersion countedAt;

    private volatile double images = Double.NaN;
    private volatile double lastChange = Double.NaN;

    CatalogueMetrics(CatalogueVersions versions, ImageRepository repository, MeterRegistry registry) {
        this.versions = versions;
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
        var version = versions.current();
        if (!version.equals(countedAt)) {
            images = repository.count();
            versions.lastChange().ifPresent(time -> lastChange = time.toEpochSecond(ZoneOffset.UTC));
            countedAt = version;
        }
    }
}
