package io.ecsimages.server.rpc;

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

/** Observes every request to the API from its first step on, and names it in every line of the log. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ObservationFilter {

    /** What the id of a request is called in the log's context. */
    static final String REQUEST_ID = "RequestId";

    private final ManagementPort management;

    ObservationFilter(ManagementPort management) {
        this.management = management;
    }

    @RequestFilter
    @PreMatching
    void begin(HttpRequest<?> http, MutablePropagatedContext context) {
        if (!management.received(http)) {
            Observation.of(http);
            context.add(new NamedInLog(Answer.to(http).requestId()));
        }
    }

    /** Whatever thread works for the request names it in its lines. */
    private record NamedInLog(String requestId) implements ThreadPropagatedContextElement<String> {

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
        Observation.find(http).ifPresent(observation -> observation.answered(response.code()));
    }
}
