package io.ecsimages.server.observability;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.core.propagation.ThreadPropagatedContextElement;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;
import org.slf4j.MDC;

/** Begins the {@link RequestRecord} of every request to the API, and puts the RequestId into the log context. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class RequestRecordFilter {

    /** The key of the RequestId in the log context (MDC). */
    public static final String REQUEST_ID = "RequestId";

    private final ManagementPort management;

    RequestRecordFilter(ManagementPort management) {
        this.management = management;
    }

    @RequestFilter
    @PreMatching
    void begin(HttpRequest<?> http, MutablePropagatedContext context) {
        if (!management.received(http)) {
            context.add(new LogContext(RequestRecord.of(http).requestId()));
        }
    }

    /** Sets the RequestId on every thread that works for the request. */
    private record LogContext(String requestId) implements ThreadPropagatedContextElement<String> {

        @Override
        public String updateThreadContext() {
            var before = MDC.get(REQUEST_ID);
            MDC.put(REQUEST_ID, requestId);
            return before;
        }

        @Override
        public void restoreThreadContext(@Nullable String before) {
            if (before == null) {
                MDC.remove(REQUEST_ID);
            } else {
                MDC.put(REQUEST_ID, before);
            }
        }
    }

    @ResponseFilter
    void end(HttpRequest<?> http, HttpResponse<?> response) {
        RequestRecord.find(http).ifPresent(record -> record.status(response.code()));
    }
}
