package io.ecsimages.client;

import io.ecsimages.client.api.ImagesApi;
import io.ecsimages.client.model.DescribeImagesRequest;
import io.ecsimages.client.model.DescribeImagesResponse;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.annotation.Nullable;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * The client for any Java program. It holds connections: make one, use it from any thread, close it. (A Micronaut
 * application injects {@link ImagesApi} instead.)
 */
public final class EcsImages implements AutoCloseable {

    private final ApplicationContext context;
    private final ImagesApi images;

    private EcsImages(URI endpoint, @Nullable CredentialsProvider credentials, Map<String, Object> options) {
        var properties = new HashMap<>(options);
        properties.put("micronaut.http.services.ecs-images.url", endpoint.toString());
        var builder = ApplicationContext.builder()
                .deduceEnvironment(false)
                .banner(false)
                .properties(properties);
        if (credentials != null) {
            builder.singletons(credentials);
        }
        context = builder.start();
        images = context.getBean(ImagesApi.class);
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
        return new EcsImages(URI.create(endpoint), credentials, options);
    }

    /** A client that does not sign, for a server that was told to answer such requests. */
    public static EcsImages connectUnsigned(String endpoint) {
        return new EcsImages(URI.create(endpoint), null, Map.of());
    }

    /**
     * Lists images.
     *
     * @param request what to list; only RegionId is required
     * @return one page
     * @throws EcsImagesException if the service answers an error
     */
    public DescribeImagesResponse describeImages(DescribeImagesRequest request) {
        return images.describeImages(request);
    }

    @Override
    public void close() {
        context.close();
    }
}
