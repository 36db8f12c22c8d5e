package io.ecsimages.server.protocol;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.ecsimages.server.observability.ManagementPort;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpHeaders;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides which web pages may read a response (CORS). Pages of any origin may read the responses to signed requests, because
 * they know a secret. Unsigned requests need none, so only pages of the origins that the operator names may read theirs:
 * otherwise any page that a developer visits could read the catalogue.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(ActionFilter.ORDER - 1)
final class CrossOriginAccess {

    private static final String ALLOWED_ORIGIN = "Access-Control-Allow-Origin";
    private static final String EXPOSED_HEADERS =
            String.join(", ", "x-acs-request-id", "x-acs-retry-after", UnknownParameters.HEADER);
    private static final int LONGEST_HEADER_LIST = 4096;

    /** The names of headers, separated by commas. */
    private static final Pattern HEADER_LIST =
            Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+( *, *[A-Za-z0-9!#$%&'*+.^_`|~-]+)*");

    private final ManagementPort managementPort;
    private final Set<String> origins;

    /** @param origins the origins whose pages may read the responses to unsigned requests, as browsers write them */
    CrossOriginAccess(
            ManagementPort managementPort, @Nullable @Value("${ecs-images.cors-origins:}") List<String> origins) {
        this.managementPort = managementPort;
        this.origins = origins == null
                ? Set.of()
                : origins.stream().filter(origin -> !origin.isBlank()).collect(toUnmodifiableSet());
    }

    /** Answers a preflight request: a browser asks whether a page may send a request. */
    @RequestFilter
    @PreMatching
    @Nullable
    HttpResponse<?> preflight(HttpRequest<?> http) {
        var headers = http.getHeaders();
        if (http.getMethod() != HttpMethod.OPTIONS
                || !http.getPath().equals("/")
                || managementPort.received(http)
                || !headers.contains("Origin")
                || !headers.contains("Access-Control-Request-Method")) {
            return null;
        }
        // A preflight request is never signed. Whether the page may read the response is decided when there is one.
        var response = HttpResponse.ok()
                .header(ALLOWED_ORIGIN, "*")
                .header("Access-Control-Allow-Methods", "POST, GET, OPTIONS")
                .header("Access-Control-Max-Age", "172800")
                .header("Vary", "Access-Control-Request-Headers")
                .header("x-acs-request-id", ResponseContext.of(http).requestId());
        var requested = headers.get("Access-Control-Request-Headers");
        if (requested != null
                && requested.length() <= LONGEST_HEADER_LIST
                && HEADER_LIST.matcher(requested).matches()) {
            response.header("Access-Control-Allow-Headers", requested);
        }
        return response;
    }

    /** Sets the headers that let a page read the response to its request. */
    @ResponseFilter
    void allow(HttpRequest<?> http, MutableHttpResponse<?> response) {
        var headers = response.getHeaders();
        boolean toApi = http.getPath().equals("/") || RequestContext.of(http).isPresent();
        if (!toApi || managementPort.received(http) || headers.contains("Access-Control-Allow-Methods")) {
            return;
        }
        if (ResponseContext.of(http).signed()) {
            allow("*", headers);
        } else if (!origins.isEmpty()) {
            headers.set("Vary", "Origin");
            var origin = http.getHeaders().getAll("Origin");
            if (origin.size() == 1 && origins.contains(origin.get(0))) {
                allow(origin.get(0), headers);
            }
        }
    }

    private static void allow(String origin, MutableHttpHeaders response) {
        response.set(ALLOWED_ORIGIN, origin);
        response.set("Access-Control-Expose-Headers", EXPOSED_HEADERS);
    }
}
