package io.ecsimages.client.rpc;

import io.micronaut.http.HttpRequest;
import java.util.Optional;
import java.util.SortedMap;

/**
 * One call, before it is put into an envelope.
 *
 * @param action its name
 * @param version the version of the API
 * @param parameters its parameters
 */
public record Operation(String action, String version, SortedMap<String, String> parameters) {

    private static final String OPERATION = "io.ecsimages.client.operation";

    void attachTo(HttpRequest<?> request) {
        request.setAttribute(OPERATION, this);
    }

    static Optional<Operation> of(HttpRequest<?> request) {
        return request.getAttribute(OPERATION, Operation.class);
    }
}
