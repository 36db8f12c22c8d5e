package io.ecsimages.server.rpc;

import io.micronaut.context.annotation.Value;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;

/** The port of health and metrics, where there is one. What arrives there is no request to the API. */
@Singleton
final class ManagementPort {

    private final Integer number;

    ManagementPort(@Nullable @Value("${endpoints.all.port:}") Integer number) {
        this.number = number;
    }

    boolean received(HttpRequest<?> http) {
        return number != null && http.getServerAddress().getPort() == number;
    }
}
