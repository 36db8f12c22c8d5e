package io.ecsimages.server.rpc;

import io.ecsimages.server.signature.Credentials;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.context.ServerRequestContext;
import java.util.Map;
import java.util.Optional;

/**
 * One call, whatever envelope it came in.
 *
 * @param answerAs how it is answered
 * @param action the name of the call
 * @param version the version of the API, null where an unsigned request leaves it out
 * @param parameters all parameters, of the query and of the form, by their names
 * @param credentials what the request is signed with, null where it carries no signature
 */
public record RpcRequest(
        Answer answerAs,
        String action,
        @Nullable String version,
        Map<String, String> parameters,
        @Nullable Credentials credentials) {

    private static final String CALL = "io.ecsimages.call";

    /** A call that passed the gate, with the account that makes it. */
    public record Call(RpcRequest request, long account) {

        /** The call that is being answered on this thread. */
        public static Call current() {
            return ServerRequestContext.currentRequest().flatMap(Call::of).orElseThrow();
        }

        static Optional<Call> of(HttpRequest<?> http) {
            return http.getAttribute(CALL, Call.class);
        }

        void attachTo(HttpRequest<?> http) {
            http.setAttribute(CALL, this);
        }

        public String requestId() {
            return request.answerAs().requestId();
        }
    }
}
