package io.ecsimages.server.rpc;

import io.ecsimages.server.api.CommonParameter;
import io.micronaut.http.HttpRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * How a request is answered, an error included. It is known before anything else is, and may be corrected once the
 * envelope is read (a form can name another format).
 *
 * @param requestId the id of the request, an upper-case UUID
 * @param hostId the host that the request was sent to
 * @param format the format of the answer
 */
public record Answer(String requestId, String hostId, Format format) {

    private static final String ANSWER = "io.ecsimages.answer";
    private static final Pattern FORMAT =
            Pattern.compile("(?:^|&)" + CommonParameter.FORMAT.parameterName() + "=([^&]*)");

    /** How this request is answered; decided on the first call. */
    public static Answer to(HttpRequest<?> http) {
        return http.getAttribute(ANSWER, Answer.class).orElseGet(() -> {
            var requestId = UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
            var query = http.getUri().getRawQuery();
            var asked = query == null ? null : FORMAT.matcher(query);
            var format = asked != null && asked.find() ? Format.named(asked.group(1)) : Optional.<Format>empty();
            var answer = new Answer(requestId, hostId(http), format.orElseGet(() -> Format.preferredBy(http)));
            answer.attachTo(http);
            return answer;
        });
    }

    Answer in(Format other) {
        return new Answer(requestId, hostId, other);
    }

    void attachTo(HttpRequest<?> http) {
        http.setAttribute(ANSWER, this);
    }

    private static String hostId(HttpRequest<?> http) {
        var host = http.getHeaders().get("Host");
        if (host == null) {
            return "";
        }
        return host.replaceFirst(":\\d*$", "");
    }
}
