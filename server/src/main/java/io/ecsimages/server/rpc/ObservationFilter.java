package io.ecsimages.server.rpc;

import io.micronaut.context.propagation.slf4j.MdcPropagationContext;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;
import java.util.Map;

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
            context.add(
                    new MdcPropagationContext(Map.of(REQUEST_ID, Answer.to(http).requestId())));
        }
    }

    @ResponseFilter
    void end(HttpRequest<?> http, HttpResponse<?> response) {
        Observation.find(http).ifPresent(observation -> observation.answered(response.code()));
    }
}
