package io.ecsimages.server.cache;

import io.ecsimages.server.image.FilterDiagnostics;
import io.ecsimages.server.protocol.ActionFilter;
import io.ecsimages.server.protocol.Format;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.protocol.UnknownParameters;
import io.ecsimages.server.store.CatalogueScope;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.body.MessageBodyHandlerRegistry;
import io.micronaut.http.body.MessageBodyWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps whole responses: the same request of the same account gets the same bytes but for its RequestId, until the part of the
 * catalogue changes that they depend on.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(ActionFilter.ORDER + 1)
@Requires(property = "ecs-images.cache.enabled", notEquals = "false")
final class ResponseCache {

    private static final double HEAP_FRACTION = 0.05;
    private static final int ENTRY_BYTES = 2000;
    private static final int REQUESTED_SIZE = 50_000;

    /** The size of a page of ten images, in bytes. */
    private static final int USUAL_BYTES = 16 * 1024;

    /** At debug level no response comes from the cache, because the diagnostics of a request are logged as it is answered. */
    private static final Logger LOG = LoggerFactory.getLogger(FilterDiagnostics.class);

    private record CacheKey(
            String action, long account, String endpoint, Format format, Map<String, String> parameters) {

        static CacheKey of(RequestContext context) {
            var request = context.request();
            return new CacheKey(
                    request.action(),
                    context.account(),
                    context.endpoint(),
                    request.response().format(),
                    request.actionParameters());
        }
    }

    /**
     * A response.
     *
     * @param requestIdAt where the RequestId is in its bytes
     * @param dependencies the scopes of the catalogue that it depends on
     * @param rows how many items of the catalogue it holds
     * @param unknown the unknown parameters of its request, if any
     */
    private record CachedResponse(
            byte[] body,
            int requestIdAt,
            Set<CatalogueScope> dependencies,
            int rows,
            @Nullable UnknownParameters unknown) {

        byte[] withRequestId(String requestId) {
            var copy = body.clone();
            System.arraycopy(requestId.getBytes(StandardCharsets.ISO_8859_1), 0, copy, requestIdAt, requestId.length());
            return copy;
        }
    }

    private record WriterKey(Class<?> bodyType, Format format) {}

    private final MessageBodyHandlerRegistry writers;
    private final Map<WriterKey, MessageBodyWriter<?>> writersByType = new ConcurrentHashMap<>();
    /** Hashes of the last requests: a response is stored when its request comes for the second time, since most come once. */
    private final AtomicIntegerArray requested = new AtomicIntegerArray(REQUESTED_SIZE);

    private final VersionedCache<CacheKey, CachedResponse> cache = new VersionedCache<>(
            HEAP_FRACTION, response -> response.body.length + ENTRY_BYTES, (key, response) -> response.dependencies);

    ResponseCache(MessageBodyHandlerRegistry writers) {
        this.writers = writers;
    }

    @RequestFilter
    @Nullable
    HttpResponse<?> find(HttpRequest<?> http) {
        var context = RequestContext.of(http).orElse(null);
        if (context == null || LOG.isDebugEnabled()) {
            return null;
        }
        var cached = cache.getIfPresent(context.caller().seen(), CacheKey.of(context));
        if (cached == null) {
            return null;
        }
        context.returnedRows(cached.rows);
        if (cached.unknown != null) {
            cached.unknown.attachTo(http);
        }
        return HttpResponse.ok(cached.withRequestId(context.requestId()));
    }

    @ResponseFilter
    void store(HttpRequest<?> http, MutableHttpResponse<?> response) {
        var read = CachingReader.cacheableRead(http).orElse(null);
        var context = RequestContext.of(http).orElse(null);
        if (read == null || context == null || response.status() != HttpStatus.OK) {
            return;
        }
        var key = CacheKey.of(context);
        int hash = key.hashCode();
        if (requested.getAndSet(Math.floorMod(hash, REQUESTED_SIZE), hash) != hash) {
            return;
        }
        var body = serialize(response.body(), context.request().response().format(), response);
        response.body(body);
        var rows = context.record().rows();
        cache.put(
                read.version(),
                key,
                new CachedResponse(
                        body,
                        indexOf(context.requestId(), body),
                        read.dependencies(),
                        rows == null ? 0 : rows,
                        UnknownParameters.of(http).orElse(null)));
    }

    /** The RequestId is random, so neither the catalogue nor the caller can have put it elsewhere in the response. */
    private static int indexOf(String requestId, byte[] body) {
        var id = requestId.getBytes(StandardCharsets.ISO_8859_1);
        int start = 0;
        while (!Arrays.equals(body, start, start + id.length, id, 0, id.length)) {
            start++;
        }
        return start;
    }

    @SuppressWarnings("unchecked")
    private <T> byte[] serialize(T body, Format format, MutableHttpResponse<?> response) {
        var type = (Argument<T>) Argument.of(body.getClass());
        var writer = (MessageBodyWriter<T>) writersByType.computeIfAbsent(
                new WriterKey(body.getClass(), format), key -> writers.getWriter(type, List.of(format.contentType())));
        var bytes = new ByteArrayOutputStream(USUAL_BYTES);
        writer.writeTo(type, format.contentType(), body, response.getHeaders(), bytes);
        return bytes.toByteArray();
    }
}
