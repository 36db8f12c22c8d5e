package io.ecsimages.server.observability;

import io.micronaut.context.annotation.Value;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;

/** The port of health and metrics, if it is configured. Requests to it are not requests to the API. */
@Singleton
public final class ManagementPort {

    @Nullable
    private final Integer number;

    ManagementPort(@Nullable @Value("${endpoints.all.port:}") Integer number) {
        this.number = number;
    }

    public boolean received(HttpRequest<?> http) {
        return number != null && http.getServerAddress().getPort() == number;
    }
}
