package io.ecsimages.server.protocol;

import io.ecsimages.server.auth.Caller;
import io.ecsimages.server.observability.RequestRecord;
import io.micronaut.http.HttpRequest;
import java.util.Map;
import java.util.Optional;

/**
 * An authenticated request to an action: what its controller needs beside the parameters of the action.
 *
 * @param request the request as it was decoded
 * @param caller who makes it
 * @param record what the access log and the metrics say of it
 */
public record RequestContext(ActionRequest request, Caller caller, RequestRecord record) {

    private static final String ATTRIBUTE = "io.ecsimages.request-context";

    /** The context of a request; empty if it is not, or not yet, an authenticated request to an action. */
    public static Optional<RequestContext> of(HttpRequest<?> http) {
        return Optional.ofNullable((RequestContext) http.getAttributes().getValue(ATTRIBUTE));
    }

    void attachTo(HttpRequest<?> http) {
        http.setAttribute(ATTRIBUTE, this);
    }

    /** The account that makes the request. */
    public long account() {
        return caller.account();
    }

    /** The RequestId, an upper-case UUID. */
    public String requestId() {
        return request.response().requestId();
    }

    /** The host that the request was sent to, with its port if it names one. */
    public String endpoint() {
        return request.response().endpoint();
    }

    /** All parameters as they arrived, without the defaults of the contract. */
    public Map<String, String> parameters() {
        return request.parameters();
    }

    /** Records how many items of the catalogue the response holds. */
    public void returnedRows(int count) {
        record.rows(count);
    }
}
