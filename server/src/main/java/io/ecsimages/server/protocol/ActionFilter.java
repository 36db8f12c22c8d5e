package io.ecsimages.server.protocol;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.CommonParameter;
import io.ecsimages.server.auth.AnonymousAccess;
import io.ecsimages.server.auth.Authenticator;
import io.ecsimages.server.auth.Caller;
import io.ecsimages.server.auth.RateLimiter;
import io.ecsimages.server.auth.SignatureAlgorithm;
import io.ecsimages.server.database.DatabaseAvailability;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.netty.RequestTimeoutHandler;
import io.ecsimages.server.observability.ManagementPort;
import io.ecsimages.server.observability.RequestRecord;
import io.ecsimages.server.observability.WarmUpPort;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.body.ByteBody;
import io.micronaut.http.body.CloseableAvailableByteBody;
import io.micronaut.http.server.annotation.PreMatching;
import io.micronaut.http.server.netty.NettyHttpRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives every request to {@code /}: decodes it, authenticates its caller, and routes it to the controller of its action.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(ActionFilter.ORDER)
public final class ActionFilter {

    /** Filters that need the {@link RequestContext} have a greater order. Filters without an order run last. */
    public static final int ORDER = 0;

    private static final Logger LOG = LoggerFactory.getLogger(ActionFilter.class);

    private final Authenticator authenticator;
    private final AnonymousAccess anonymousAccess;
    private final RateLimiter rateLimiter;
    private final ManagementPort managementPort;
    private final WarmUpPort warmUpPort;
    private final DatabaseAvailability availability;

    ActionFilter(
            Authenticator authenticator,
            AnonymousAccess anonymousAccess,
            RateLimiter rateLimiter,
            ManagementPort managementPort,
            WarmUpPort warmUpPort,
            DatabaseAvailability availability) {
        this.authenticator = authenticator;
        this.anonymousAccess = anonymousAccess;
        this.rateLimiter = rateLimiter;
        this.managementPort = managementPort;
        this.warmUpPort = warmUpPort;
        this.availability = availability;
    }

    /** Never blocks the event loop: authentication completes later, and controllers run on another thread. */
    @RequestFilter
    @PreMatching
    CompletionStage<HttpRequest<?>> receive(ServerHttpRequest<?> http) {
        ResponseContext.of(http);
        if (managementPort.received(http) || !http.getPath().equals("/")) {
            return CompletableFuture.completedFuture(http);
        }
        if (!hasPlainFraming(http)) {
            // The end of the body is unknown, so bytes behind it must not pass for another request.
            throw new ApiException(ApiError.INVALID_ENCODING);
        }
        var context = PropagatedContext.getOrEmpty();
        return http.byteBody()
                .split(ByteBody.SplitBackpressureMode.FASTEST)
                .buffer()
                .handle((body, failure) -> context.propagate(() -> decode(http, body, failure)))
                .thenCompose(request -> context.propagate(() -> authenticate(http, request))
                        .thenApplyAsync(
                                caller -> context.propagate(() -> route(http, request, caller)), eventLoop(http)));
    }

    /** The thread of the request's connection. */
    private static Executor eventLoop(HttpRequest<?> http) {
        return ((NettyHttpRequest<?>) http).getChannelHandlerContext().channel().eventLoop();
    }

    private static boolean hasPlainFraming(HttpRequest<?> http) {
        var encoding = http.getHeaders().get("Transfer-Encoding");
        return encoding == null || encoding.strip().equalsIgnoreCase("chunked");
    }

    private ActionRequest decode(HttpRequest<?> http, CloseableAvailableByteBody body, Throwable failure) {
        try (body) {
            if (RequestTimeoutHandler.hasTimedOut(http)) {
                throw new ApiException(ApiError.REQUEST_TIMEOUT);
            } else if (failure != null) {
                throw new CompletionException(failure);
            }
            var bytes = body.toByteArray();
            ResponseContext.update(http, bytes);
            if (http.getMethod() != HttpMethod.GET && http.getMethod() != HttpMethod.POST) {
                throw new ApiException(ApiError.UNSUPPORTED_HTTP_METHOD);
            }
            return RequestDecoder.decode(http, bytes, !anonymousAccess.isAllowed());
        }
    }

    private CompletionStage<Caller> authenticate(HttpRequest<?> http, ActionRequest request) {
        record(RequestRecord.of(http), request);
        return request.signature() == null
                ? anonymousAccess.authenticate(request.parameters())
                : authenticator.authenticate(request.signature());
    }

    private static void record(RequestRecord record, ActionRequest request) {
        if (CommonParameter.ACTION.allowedValues().contains(request.action())) {
            record.action(request.action());
        } else {
            record.unsupportedAction(request.action());
        }
        if (request.signature() == null) {
            record.signature("none");
        } else {
            record.signature(request.signature().algorithm() == SignatureAlgorithm.ACS3_HMAC_SHA256 ? "V3" : "V1");
        }
    }

    private HttpRequest<?> route(HttpRequest<?> http, ActionRequest request, Caller caller) {
        var record = RequestRecord.of(http);
        record.authenticated(caller.account());
        if (!warmUpPort.received(http)) {
            rateLimiter.count(request.signature());
        }
        checkAction(request, record);
        new RequestContext(request, caller, record).attachTo(http);
        return new RoutedHttpRequest(http, request.action());
    }

    private static void checkAction(ActionRequest request, RequestRecord record) {
        var version = request.version();
        if (version != null
                && !version.isEmpty()
                && !CommonParameter.VERSION.allowedValues().contains(version)) {
            throw new ApiException(CommonParameter.VERSION.invalid());
        }
        if (!CommonParameter.ACTION.allowedValues().contains(request.action())) {
            LOG.debug("{}: action {} is not supported", record.requestId(), record.unsupportedAction());
            throw new ApiException(CommonParameter.ACTION.invalid());
        }
    }

    @ResponseFilter
    void complete(HttpRequest<?> http, MutableHttpResponse<?> response) {
        var context = ResponseContext.of(http);
        response.getHeaders().set("x-acs-request-id", context.requestId());
        boolean toAction = RequestContext.of(http).isPresent();
        if (http.getPath().equals("/") || toAction) {
            response.contentType(context.format().contentType());
        }
        UnknownParameters.of(http)
                .ifPresent(unknown -> response.getHeaders().set(UnknownParameters.HEADER, unknown.toString()));
        if (response.code() < HttpStatus.MULTIPLE_CHOICES.getCode() && toAction) {
            availability.succeeded();
        }
    }
}
