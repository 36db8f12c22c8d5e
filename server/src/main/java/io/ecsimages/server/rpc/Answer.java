package io.ecsimages.server.rpc;

import io.ecsimages.server.api.CommonParameter;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * How a request is answered, an error included. It is known before anything else is, and corrected once the form
 * is there (it can name another format).
 *
 * @param requestId the id of the request, an upper-case UUID
 * @param endpoint the host that the request was sent to, with its port where it names one
 * @param format the format of the answer
 */
public record Answer(String requestId, String endpoint, Format format) {

    private static final String ANSWER = "io.ecsimages.answer";
    private static final String FORMAT = CommonParameter.FORMAT.parameterName() + "=";

    /** How this request is answered; decided on the first call. */
    public static Answer to(HttpRequest<?> http) {
        return http.getAttribute(ANSWER, Answer.class).orElseGet(() -> {
            var requestId = UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
            var format = asked(http.getUri().getRawQuery()).orElseGet(() -> Format.preferredBy(http));
            var answer = new Answer(
                    requestId, Objects.requireNonNullElse(http.getHeaders().get("Host"), ""), format);
            answer.attachTo(http);
            return answer;
        });
    }

    /** The same, now that the form is there; it may not be well formed, but its error is answered as it asks. */
    static void to(HttpRequest<?> http, byte[] form) {
        if (form.length > 0) {
            asked(new String(form, StandardCharsets.ISO_8859_1))
                    .ifPresent(format -> to(http).in(format).attachTo(http));
        }
    }

    /** What the first parameter of this name says. */
    private static Optional<Format> asked(@Nullable String encoded) {
        int start = encoded == null ? -1 : encoded.indexOf(FORMAT);
        while (start > 0 && encoded.charAt(start - 1) != '&') {
            start = encoded.indexOf(FORMAT, start + 1);
        }
        if (start < 0) {
            return Optional.empty();
        }
        int end = encoded.indexOf('&', start);
        return Format.named(encoded.substring(start + FORMAT.length(), end < 0 ? encoded.length() : end));
    }

    private Answer in(Format other) {
        return new Answer(requestId, endpoint, other);
    }

    private void attachTo(HttpRequest<?> http) {
        http.setAttribute(ANSWER, this);
    }

    /** The host without its port, as errors name it. */
    String hostId() {
        return endpoint.replaceFirst(":\\d*$", "");
    }
}
