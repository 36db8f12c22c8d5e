package io.ecsimages.server.protocol;

import io.ecsimages.server.api.CommonParameter;
import io.ecsimages.server.observability.RequestRecord;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * How a request is answered, with a result or an error. It is known before the request is decoded, and corrected when the
 * form arrives, which can name another format.
 *
 * @param requestId the RequestId, an upper-case UUID
 * @param endpoint the host that the request was sent to, with its port if it names one
 * @param format the format of the response
 */
public record ResponseContext(String requestId, String endpoint, Format format) {

    private static final String ATTRIBUTE = "io.ecsimages.response-context";
    private static final String FORMAT = CommonParameter.FORMAT.parameterName() + "=";

    /** The context of a request, made by the first call. */
    public static ResponseContext of(HttpRequest<?> http) {
        return http.getAttribute(ATTRIBUTE, ResponseContext.class).orElseGet(() -> {
            var format = requested(http.getUri().getRawQuery()).orElseGet(() -> Format.preferredBy(http));
            var context = new ResponseContext(
                    RequestRecord.find(http).map(RequestRecord::requestId).orElseGet(RequestRecord::newRequestId),
                    Objects.requireNonNullElse(http.getHeaders().get("Host"), ""),
                    format);
            context.attachTo(http);
            return context;
        });
    }

    /** Corrects the format by a form, which need not be well formed. */
    static void update(HttpRequest<?> http, byte[] form) {
        if (form.length > 0) {
            requested(new String(form, StandardCharsets.ISO_8859_1))
                    .ifPresent(format -> of(http).withFormat(format).attachTo(http));
        }
    }

    /** The value of the first parameter Format. */
    private static Optional<Format> requested(@Nullable String encoded) {
        if (encoded == null) {
            return Optional.empty();
        }
        int start = encoded.indexOf(FORMAT);
        while (start > 0 && encoded.charAt(start - 1) != '&') {
            start = encoded.indexOf(FORMAT, start + 1);
        }
        if (start < 0) {
            return Optional.empty();
        }
        int end = encoded.indexOf('&', start);
        return Format.named(encoded.substring(start + FORMAT.length(), end < 0 ? encoded.length() : end));
    }

    private ResponseContext withFormat(Format other) {
        return new ResponseContext(requestId, endpoint, other);
    }

    private void attachTo(HttpRequest<?> http) {
        http.setAttribute(ATTRIBUTE, this);
        RequestRecord.find(http).ifPresent(record -> record.format(format.name()));
    }

    /** The host without its port, as error responses name it. */
    String hostId() {
        return endpoint.replaceFirst(":\\d*$", "");
    }
}
