package io.ecsimages.server.rpc;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.CommonParameter;
import io.ecsimages.server.database.Outage;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.rpc.RpcRequest.Call;
import io.ecsimages.server.signature.Admission;
import io.ecsimages.server.signature.Gate;
import io.ecsimages.server.signature.RateLimit;
import io.ecsimages.server.signature.UnsignedCallers;
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
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

/**
 * The way in: every call arrives at {@code /}, is read from its envelope, passes the gate, and goes on to the operation
 * that its Action names.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(RpcFilter.ORDER)
final class RpcFilter {

    /** Whoever has none comes last; what shall see the answers that are known already must come before them. */
    static final int ORDER = 0;

    private final Gate gate;
    private final UnsignedCallers unsigned;
    private final RateLimit rateLimit;
    private final ManagementPort management;
    private final Answers answers;
    private final Outage outage;
    private final ExecutorService executor;

    RpcFilter(
            Gate gate,
            UnsignedCallers unsigned,
            RateLimit rateLimit,
            ManagementPort management,
            Answers answers,
            Outage outage,
            @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
        this.gate = gate;
        this.unsigned = unsigned;
        this.rateLimit = rateLimit;
        this.management = management;
        this.answers = answers;
        this.outage = outage;
        this.executor = executor;
    }

    /**
     * Never waits for the database on the event loop: the gate answers later, and a call whose answer is not known goes on on
     * another thread.
     */
    @RequestFilter
    @PreMatching
    CompletionStage<HttpRequest<?>> receive(ServerHttpRequest<?> http) {
        Answer.to(http);
        if (management.received(http) || !http.getPath().equals("/")) {
            return CompletableFuture.completedFuture(http);
        }
        if (!hasPlainFraming(http)) {
            // Where the body ends is unknown, so what follows must not be taken for another request.
            throw new ApiException(ApiError.INVALID_ENCODING);
        }
        var context = PropagatedContext.getOrEmpty();
        var routed = new CompletableFuture<HttpRequest<?>>();
        http.byteBody()
                .split(ByteBody.SplitBackpressureMode.FASTEST)
                .buffer()
                .handle((body, failure) -> context.propagate(() -> read(http, body, failure)))
                .thenCompose(request -> context.propagate(() -> admit(http, request))
                        .thenAcceptAsync(
                                admission -> context.wrap(() -> enter(http, request, admission, routed))
                                        .run(),
                                eventLoop(http)))
                .whenComplete((entered, failure) -> {
                    if (failure != null) {
                        routed.completeExceptionally(failure);
                    }
                });
        return routed;
    }

    /** The thread of the request's connection. */
    private static Executor eventLoop(HttpRequest<?> http) {
        return ((NettyHttpRequest<?>) http).getChannelHandlerContext().channel().eventLoop();
    }

    private RpcRequest read(HttpRequest<?> http, CloseableAvailableByteBody body, Throwable failure) {
        try (body) {
            if (RequestDeadline.passed(http)) {
                throw new ApiException(ApiError.REQUEST_TIMEOUT);
            } else if (failure != null) {
                throw new CompletionException(failure);
            }
            return read(http, body.toByteArray());
        }
    }

    private static boolean hasPlainFraming(HttpRequest<?> http) {
        var encoding = http.getHeaders().get("Transfer-Encoding");
        return encoding == null || encoding.strip().equalsIgnoreCase("chunked");
    }

    private RpcRequest read(HttpRequest<?> http, byte[] body) {
        Answer.to(http, body);
        if (http.getMethod() != HttpMethod.GET && http.getMethod() != HttpMethod.POST) {
            throw new ApiException(ApiError.UNSUPPORTED_HTTP_METHOD);
        }
        return Envelope.read(http, body, !unsigned.welcome());
    }

    private CompletionStage<Admission> admit(HttpRequest<?> http, RpcRequest request) {
        Observation.of(http).read(request);
        return request.credentials() == null ? unsigned.admit(request.parameters()) : gate.admit(request.credentials());
    }

    /** Lets a call go on, on the thread that completes what is waited for: only if its answer is known, on this one. */
    private void enter(
            HttpRequest<?> http, RpcRequest request, Admission admission, CompletableFuture<HttpRequest<?>> routed) {
        Observation.of(http).admitted(admission.account());
        rateLimit.count(request.credentials());
        checkOperation(request);
        var call = new Call(request, admission);
        call.attachTo(http);
        call.answeredBy(answers.find(call));
        var next = new RoutedRequest(http, request.action());
        if (call.known() != null) {
            routed.complete(next);
        } else {
            executor.execute(() -> routed.complete(next));
        }
    }

    private static void checkOperation(RpcRequest request) {
        var version = request.version();
        if (version != null
                && !version.isEmpty()
                && !CommonParameter.VERSION.allowedValues().contains(version)) {
            throw new ApiException(CommonParameter.VERSION.invalid());
        }
        if (!CommonParameter.ACTION.allowedValues().contains(request.action())) {
            throw new ApiException(CommonParameter.ACTION.invalid());
        }
    }

    @ResponseFilter
    void answer(HttpRequest<?> http, MutableHttpResponse<?> response) {
        var answer = Answer.to(http);
        response.getHeaders().set("x-acs-request-id", answer.requestId());
        if (http.getPath().equals("/") || Call.of(http).isPresent()) {
            response.contentType(answer.format().contentType());
        }
        if (response.status() == HttpStatus.OK && Call.of(http).isPresent()) {
            outage.passed();
        }
    }
}
