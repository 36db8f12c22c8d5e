package io.ecsimages.server.rpc;

import io.ecsimages.server.api.CommonParameter;
import io.ecsimages.server.edition.Edition;
import io.ecsimages.server.rpc.Answers.Known;
import io.ecsimages.server.signature.Admission;
import io.ecsimages.server.signature.Credentials;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.context.ServerRequestContext;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

    private static final Set<String> OF_ENVELOPE = Arrays.stream(CommonParameter.values())
            .map(CommonParameter::parameterName)
            .collect(Collectors.toSet());

    /** The parameters that are not the envelope's: those of the operation, and any that nobody knows. */
    Map<String, String> ofOperation() {
        var parameters = new HashMap<String, String>();
        this.parameters.forEach((name, text) -> {
            if (!OF_ENVELOPE.contains(name)) {
                parameters.put(name, text);
            }
        });
        return parameters;
    }

    /** A call that passed the gate. */
    public static final class Call {

        private final RpcRequest request;
        private final Admission admission;
        private Known known;
        private Edition lastsIn;

        Call(RpcRequest request, Admission admission) {
            this.request = request;
            this.admission = admission;
        }

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

        public RpcRequest request() {
            return request;
        }

        /** The account that makes it. */
        public long account() {
            return admission.account();
        }

        public String requestId() {
            return request.answerAs().requestId();
        }

        /** The edition of the catalogue when the call came, or later. */
        public Edition edition() {
            return admission.edition();
        }

        /** It is answered with what is known. */
        void answeredBy(@Nullable Known answer) {
            known = answer;
        }

        @Nullable
        Known known() {
            return known;
        }

        /** Says that the same call has the same answer, but for its id, as long as the catalogue has this edition. */
        public void lastsIn(Edition edition) {
            lastsIn = edition;
        }

        /** The edition in which its answer lasts, or null. */
        @Nullable
        Edition lastsIn() {
            return lastsIn;
        }
    }
}
