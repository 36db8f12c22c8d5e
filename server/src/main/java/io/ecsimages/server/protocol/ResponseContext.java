package io.ecsimages.server.protocol;

import io.ecsimages.server.api.CommonParameter;
import io.ecsimages.server.netty.RequestTarget;
import io.ecsimages.server.observability.RequestRecord;
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
 * @param signed whether the request has a signature, valid or not
 */
public record ResponseContext(String requestId, String endpoint, Format format, boolean signed) {

    private static final String ATTRIBUTE = "io.ecsimages.response-context";

    /** The context of a request, made by the first call. */
    public static ResponseContext of(HttpRequest<?> http) {
        var known = (ResponseContext) http.getAttributes().getValue(ATTRIBUTE);
        return known == null ? begin(http) : known;
    }

    private static ResponseContext begin(HttpRequest<?> http) {
        var query = Objects.requireNonNullElse(http.getUri().getRawQuery(), "");
        var context = new ResponseContext(
                RequestRecord.find(http).map(RequestRecord::requestId).orElseGet(RequestRecord::newRequestId),
                endpointOf(http),
                requestedFormat(query).orElseGet(() -> Format.preferredBy(http)),
                Acs3SignatureParser.applies(http) || isSigned(query));
        context.attachTo(http);
        return context;
    }

    /** The host of a target in absolute form precedes the header (RFC 9112, section 3.2.2). */
    private static String endpointOf(HttpRequest<?> http) {
        var authority = RequestTarget.authority(http);
        return authority != null
                ? authority
                : Objects.requireNonNullElse(http.getHeaders().get("Host"), "");
    }

    /** Corrects the context by a form, which need not be well formed. */
    static void update(HttpRequest<?> http, byte[] body) {
        if (body.length > 0) {
            var form = new String(body, StandardCharsets.ISO_8859_1);
            var context = of(http);
            new ResponseContext(
                            context.requestId,
                            context.endpoint,
                            requestedFormat(form).orElse(context.format),
                            context.signed || isSigned(form))
                    .attachTo(http);
        }
    }

    private static Optional<Format> requestedFormat(String encoded) {
        return find(CommonParameter.FORMAT, encoded).flatMap(Format::named);
    }

    private static boolean isSigned(String encoded) {
        return find(CommonParameter.SIGNATURE, encoded).isPresent();
    }

    /** The first value of a parameter, as it is encoded. */
    private static Optional<String> find(CommonParameter parameter, String encoded) {
        var name = parameter.parameterName();
        for (int start = encoded.indexOf(name); start >= 0; start = encoded.indexOf(name, start + 1)) {
            int value = start + name.length() + 1;
            if (encoded.startsWith("=", value - 1) && (start == 0 || encoded.charAt(start - 1) == '&')) {
                int end = encoded.indexOf('&', value);
                return Optional.of(encoded.substring(value, end < 0 ? encoded.length() : end));
            }
        }
        return Optional.empty();
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
