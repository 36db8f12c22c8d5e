package io.ecsimages.client.protocol;

import io.micronaut.http.HttpRequest;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A call of one action with its parameters, before it is signed and encoded.
 *
 * @param action the name of the action, for example {@code DescribeImages}
 * @param version the version of the API
 * @param parameters the action's own parameters, by name
 */
public record ActionRequest(String action, String version, SortedMap<String, String> parameters) {

    private static final String ATTRIBUTE = "io.ecsimages.client.action-request";

    /** Attaches this to an HTTP request, for the filter that encodes it. */
    public void attachTo(HttpRequest<?> request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** Returns the action request that is attached to an HTTP request. */
    public static Optional<ActionRequest> of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, ActionRequest.class);
    }
}
