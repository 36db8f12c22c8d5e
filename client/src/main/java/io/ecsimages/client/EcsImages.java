package io.ecsimages.client;

import io.ecsimages.client.api.EcsApi;
import io.ecsimages.client.api.EcsCalls;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.annotation.Nullable;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * The client for any Java program. It holds connections: make one, use it from any thread, close it. (A Micronaut
 * application injects {@link EcsApi} instead.)
 */
public final class EcsImages extends EcsCalls implements AutoCloseable {

    private final ApplicationContext context;

    private EcsImages(ApplicationContext context) {
        super(context.getBean(EcsApi.class));
        this.context = context;
    }

    private static ApplicationContext start(
            URI endpoint, @Nullable CredentialsProvider credentials, Map<String, Object> options) {
        var properties = new HashMap<>(options);
        properties.put("micronaut.http.services.ecs-images.url", endpoint.toString());
        var builder = ApplicationContext.builder()
                .deduceEnvironment(false)
                .banner(false)
                .properties(properties);
        if (credentials != null) {
            builder.singletons(credentials);
        }
        return builder.start();
    }

    /**
     * A client that signs, with the defaults.
     *
     * @param endpoint where the service is, for example {@code http://127.0.0.1:8080}
     * @param key the key to sign with
     */
    public static EcsImages connect(String endpoint, AccessKey key) {
        return connect(endpoint, () -> key, Map.of());
    }

    /**
     * A client that signs.
     *
     * @param endpoint where the service is
     * @param credentials gives the key for each request
     * @param options configuration, by the names that the guide lists, for example {@code ecs-images.signature-version}
     */
    public static EcsImages connect(String endpoint, CredentialsProvider credentials, Map<String, Object> options) {
        return new EcsImages(start(URI.create(endpoint), credentials, options));
    }

    /** A client that does not sign, for a server that was told to answer such requests. */
    public static EcsImages connectUnsigned(String endpoint) {
        return new EcsImages(start(URI.create(endpoint), null, Map.of()));
    }

    @Override
    public void close() {
        context.close();
    }
}
