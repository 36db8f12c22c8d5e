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
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A client for the ECS image APIs.
 *
 * <p>A Java program creates one with {@link #connect(String, CredentialsProvider)}, shares it between threads, and closes it.
 * A Micronaut application injects it, and does not close it.
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

    /** Creates the client of a Micronaut application, which owns the connections. */
    @Inject
    EcsImages(EcsApi api) {
        this(api, () -> {});
    }

    private EcsImages(EcsApi api, Runnable closing) {
        super(api);
        this.closing = closing;
    }

    /**
     * Creates a client that signs its requests, with default options.
     *
     * @param endpoint the address of the service: {@code http://127.0.0.1:8080}, or {@code ecs.cn-hangzhou.aliyuncs.com}; without
     *     a scheme it is https
     * @param credentials an {@link AccessKey}, or a provider of changing keys
     * @throws IllegalArgumentException if the endpoint is not valid
     */
    public static EcsImages connect(String endpoint, CredentialsProvider credentials) {
        return connect(endpoint, credentials, Map.of());
    }

    /**
     * Creates a client that signs its requests.
     *
     * @param endpoint the address of the service; without a scheme it is https
     * @param credentials an {@link AccessKey}, or a provider of changing keys
     * @param options configuration properties by name, for example {@code ecs-images.signature-version}
     * @throws IllegalArgumentException if the endpoint is not valid, or an option is unknown
     */
    public static EcsImages connect(String endpoint, CredentialsProvider credentials, Map<String, Object> options) {
        return connect(endpoint, credentials, options, new EnvironmentVariables(System.getenv()));
    }

    /** Creates a client that does not sign its requests, for a server that accepts unsigned requests. */
    public static EcsImages connectUnsigned(String endpoint) {
        return connect(endpoint, null, Map.of(), new EnvironmentVariables(System.getenv()));
    }

    /**
     * Creates a client with the key and endpoint of the environment variables of Alibaba Cloud's tools.
     *
     * <p>The variables are {@code ALIBABA_CLOUD_ACCESS_KEY_ID}, {@code ALIBABA_CLOUD_ACCESS_KEY_SECRET}, for a temporary key
     * {@code ALIBABA_CLOUD_SECURITY_TOKEN}, and {@code ALIBABA_CLOUD_ECS_ENDPOINT}, {@code ALIBABA_CLOUD_ENDPOINT} or
     * {@code ECS_ENDPOINT}.
     *
     * @throws IllegalStateException if a required variable is missing
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
        var builder = new ClientContextBuilder().properties(properties);
        if (credentials != null) {
            builder.singletons(credentials);
        }
        var context = builder.start();
        return new EcsImages(context.getBean(EcsApi.class), context::close);
    }

    private static void checkName(String option) {
        if (!option.startsWith("micronaut.") && !OPTIONS.contains(option)) {
            throw new IllegalArgumentException("unknown option " + option + ": use one that begins with " + HTTP
                    + ", or one of " + String.join(", ", new TreeSet<>(OPTIONS)));
        }
    }

    private static URI uri(String endpoint) {
        try {
            var uri = new URI(endpoint.contains("://") ? endpoint : "https://" + endpoint);
            boolean isRoot = Set.of("", "/").contains(uri.getRawPath()) && uri.getRawQuery() == null;
            if (Set.of("http", "https").contains(uri.getScheme()) && uri.getHost() != null && isRoot) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // reported below
        }
        throw new IllegalArgumentException("not an endpoint: \"" + endpoint
                + "\"; write http:// or https://, the host, and a port, for example http://127.0.0.1:8080");
    }

    /**
     * Lists all images of all pages, newest first. A page is read when its first image is requested.
     *
     * <p>The list may change while it is read. Each image comes at most once. An image that stays in the list, in the same order,
     * from the first request to the last comes exactly once; an image that is added or removed meanwhile may come or not.
     * Pages overlap for this: each begins with an image of the page before, and if too many images were removed for that,
     * earlier pages are read again. It relies on these guarantees of the API: images are ordered, a page is a consistent
     * view, and only the last page is not full.
     *
     * <p>The stream keeps the IDs of all images in memory. It needs no closing.
     *
     * @param request the filters. PageSize is the greatest number of images per request; sizes below 23 count as 23, the
     *     least with which pages can overlap, and none means the API's maximum. PageNumber must not be set
     * @return the images; the stream's operations throw what {@link #describeImages} throws, and IllegalStateException if
     *     the service returns another page than requested
     * @throws IllegalArgumentException if PageNumber is set, or PageSize is less than 1
     */
    public Stream<Image> listAll(DescribeImagesRequest request) {
        var images = new ImagePaginator(this::describeImages, request);
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(
                        images, Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL),
                false);
    }

    /** Closes all connections. The client of a Micronaut application closes with the application instead. */
    @Override
    public void close() {
        closing.run();
    }
}
