package io.ecsimages.client;

import io.ecsimages.client.api.EcsApi;
import io.ecsimages.client.api.EcsCalls;
import io.ecsimages.client.model.DescribeImagesRequest;
import io.ecsimages.client.model.Image;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The client. A Java program connects it; it holds connections: make one, use it from any thread, close it. A Micronaut
 * application injects it, and need not close it.
 */
@Singleton
@Requires(property = EcsImages.HTTP + "url")
public final class EcsImages extends EcsCalls implements AutoCloseable {

    static final String HTTP = "micronaut.http.services.ecs-images.";
    private static final Set<String> OPTIONS = Set.of(
            "ecs-images.signature-version",
            "ecs-images.retry.attempts",
            "ecs-images.retry.delay",
            "ecs-images.retry.max-delay",
            "ecs-images.retry.multiplier");

    private final Runnable closing;

    /** The client of an application, which owns the connections. */
    @Inject
    EcsImages(EcsApi api) {
        this(api, () -> {});
    }

    private EcsImages(EcsApi api, Runnable closing) {
        super(api);
        this.closing = closing;
    }

    /**
     * A client that signs, with the defaults.
     *
     * @param endpoint where the service is: {@code http://127.0.0.1:8080}, or {@code ecs.cn-hangzhou.aliyuncs.com}, which
     *     means HTTPS
     * @param credentials gives the key for each request; an {@link AccessKey} gives itself
     */
    public static EcsImages connect(String endpoint, CredentialsProvider credentials) {
        return connect(endpoint, credentials, Map.of());
    }

    /**
     * A client that signs.
     *
     * @param endpoint where the service is
     * @param credentials gives the key for each request
     * @param options configuration, by the names that the guide lists, for example {@code ecs-images.signature-version}
     * @throws IllegalArgumentException if the endpoint is none, or an option has a name that means nothing
     */
    public static EcsImages connect(String endpoint, CredentialsProvider credentials, Map<String, Object> options) {
        return connect(endpoint, credentials, options, new EnvironmentVariables(System.getenv()));
    }

    /** A client that does not sign, for a server that was told to answer such requests. */
    public static EcsImages connectUnsigned(String endpoint) {
        return connect(endpoint, null, Map.of(), new EnvironmentVariables(System.getenv()));
    }

    /**
     * A client that takes key and endpoint from the environment variables of the vendor's tools:
     * {@code ALIBABA_CLOUD_ACCESS_KEY_ID}, {@code ALIBABA_CLOUD_ACCESS_KEY_SECRET}, for a temporary key
     * {@code ALIBABA_CLOUD_SECURITY_TOKEN}, and {@code ALIBABA_CLOUD_ECS_ENDPOINT}, {@code ALIBABA_CLOUD_ENDPOINT} or
     * {@code ECS_ENDPOINT}.
     *
     * @throws IllegalStateException if one is missing
     */
    public static EcsImages fromEnvironment() {
        return fromEnvironment(new EnvironmentVariables(System.getenv()));
    }

    static EcsImages fromEnvironment(EnvironmentVariables environment) {
        return connect(environment.endpoint(), environment.accessKey(), Map.of(), environment);
    }

    static EcsImages connect(
            String endpoint,
            @Nullable CredentialsProvider credentials,
            Map<String, Object> options,
            EnvironmentVariables environment) {
        options.keySet().forEach(EcsImages::checkName);
        var uri = uri(endpoint);
        var properties = new HashMap<String, Object>();
        properties.put("micronaut.netty.event-loops.default.num-threads", 1);
        environment.proxy(uri).ifPresent(proxy -> {
            properties.put(HTTP + "proxy-type", proxy.getScheme().startsWith("socks") ? "socks" : "http");
            properties.put(HTTP + "proxy-address", proxy.getHost() + ":" + EnvironmentVariables.port(proxy));
            if (proxy.getUserInfo() != null) {
                var user = proxy.getUserInfo().split(":", 2);
                properties.put(HTTP + "proxy-username", user[0]);
                properties.put(HTTP + "proxy-password", user.length > 1 ? user[1] : "");
            }
        });
        properties.putAll(options);
        properties.put(HTTP + "url", uri.toString());
        var builder = new ClientContext().properties(properties);
        if (credentials != null) {
            builder.singletons(credentials);
        }
        var context = builder.start();
        return new EcsImages(context.getBean(EcsApi.class), context::close);
    }

    private static void checkName(String option) {
        if (!option.startsWith("micronaut.") && !OPTIONS.contains(option)) {
            throw new IllegalArgumentException("there is no option " + option);
        }
    }

    private static URI uri(String endpoint) {
        var uri = URI.create(endpoint.contains("://") ? endpoint : "https://" + endpoint);
        boolean isRoot = Set.of("", "/").contains(uri.getRawPath()) && uri.getRawQuery() == null;
        if (!Set.of("http", "https").contains(uri.getScheme()) || uri.getHost() == null || !isRoot) {
            throw new IllegalArgumentException(endpoint + ": an endpoint is http:// or https://, a host, and its port");
        }
        return uri;
    }

    /**
     * Lists every image, over all pages. A page is read when its first image is asked for.
     *
     * <p>The catalogue may change meanwhile. No image comes twice. Every image that is in the list from the first request
     * to the last, at the same place between its neighbours, comes; one that is added or removed meanwhile may come or not.
     * For that each page begins with an image that the page before has shown; where none of it is known, because too
     * many were removed, earlier pages are read again. This relies on what the API does: images are ordered, a page is of
     * one moment, and only the last page is not full.
     *
     * @param request what to list, without PageNumber; PageSize is how many images a request reads at the most, at least
     *     23, and without it as many as the service allows
     * @return the images, newest first; needs no closing, and throws what {@link #describeImages} throws
     * @throws IllegalArgumentException if the request has a PageNumber, or pages too small to overlap
     */
    public Stream<Image> listAll(DescribeImagesRequest request) {
        var images = new AllImages(this::describeImages, request);
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(
                        images, Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL),
                false);
    }

    /** Closes the connections. */
    @Override
    public void close() {
        closing.run();
    }
}
