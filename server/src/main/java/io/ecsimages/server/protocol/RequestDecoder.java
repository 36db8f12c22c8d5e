package io.ecsimages.server.protocol;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.CommonParameter;
import io.ecsimages.server.error.ApiException;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Decodes any request into an {@link ActionRequest}: parameters in the query, in a form, or in both; signed by version 1 (in
 * the parameters), by version 3 (in the headers), or unsigned.
 */
final class RequestDecoder {

    private static final Pattern TIMESTAMP = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z");

    private RequestDecoder() {}

    /**
     * Decodes a request.
     *
     * @param http the request as it arrived
     * @param body its whole body
     * @param mustSign whether a request without a signature is refused
     */
    static ActionRequest decode(HttpRequest<?> http, byte[] body, boolean mustSign) {
        var rawQuery = http.getUri().getRawQuery();
        var query = FormDecoder.decode(rawQuery == null ? "" : rawQuery);
        var parameters = new HashMap<String, String>();
        add(parameters, query);
        add(parameters, form(http, body));

        checkOwner(parameters);
        var response = ResponseContext.of(http);
        if (Acs3SignatureParser.applies(http)) {
            var action = Acs3SignatureParser.action(http);
            var signature = Acs3SignatureParser.parse(http, query, body);
            return new ActionRequest(response, action, Acs3SignatureParser.version(http), parameters, signature);
        }
        var action = required(CommonParameter.ACTION, parameters.get(CommonParameter.ACTION.parameterName()));
        var version = parameters.get(CommonParameter.VERSION.parameterName());
        if (mustSign || parameters.containsKey(CommonParameter.SIGNATURE.parameterName())) {
            var signature = RpcSignatureParser.parse(http, parameters);
            return new ActionRequest(
                    response, action, required(CommonParameter.VERSION, version), parameters, signature);
        }
        return new ActionRequest(response, action, version, parameters, null);
    }

    private static List<Map.Entry<String, String>> form(HttpRequest<?> http, byte[] body) {
        if (body.length == 0) {
            return List.of();
        }
        if (http.getContentType()
                .filter(MediaType.APPLICATION_FORM_URLENCODED_TYPE::equals)
                .isEmpty()) {
            throw new ApiException(ApiError.UNSUPPORTED_MEDIA_TYPE);
        }
        return FormDecoder.decode(new String(body, StandardCharsets.ISO_8859_1));
    }

    private static void add(Map<String, String> parameters, List<Map.Entry<String, String>> more) {
        for (var parameter : more) {
            var known = parameters.putIfAbsent(parameter.getKey(), parameter.getValue());
            if (known != null && !known.equals(parameter.getValue())) {
                throw repeated(parameter.getKey());
            }
        }
    }

    private static void checkOwner(Map<String, String> parameters) {
        if (parameters.containsKey(CommonParameter.OWNER_ID.parameterName())
                && parameters.containsKey(CommonParameter.OWNER_ACCOUNT.parameterName())) {
            throw new ApiException(ApiError.INVALID_OWNER);
        }
    }

    static String required(CommonParameter parameter, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw new ApiException(parameter.missing());
        }
        return value;
    }

    /** The error for a parameter, a header or a field that is given twice with different values. */
    static ApiException repeated(String name) {
        return new ApiException(ApiError.REPEATED_PARAMETER, " " + UnknownParameters.printable(name));
    }

    /** The string that the client says it signed, for {@code SignatureDiagnostics}; null if it does not say. */
    @Nullable
    static String signedByClient(HttpRequest<?> http) {
        var header = http.getHeaders().get("x-ecs-images-signed");
        try {
            return header == null ? null : URLDecoder.decode(header, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return header;
        }
    }

    static Instant timestamp(String text) {
        try {
            if (TIMESTAMP.matcher(text).matches()) {
                return LocalDateTime.of(
                                digits(text, 0, 4),
                                digits(text, 5, 7),
                                digits(text, 8, 10),
                                digits(text, 11, 13),
                                digits(text, 14, 16),
                                digits(text, 17, 19))
                        .toInstant(ZoneOffset.UTC)
                        .plusMillis(text.contains(".") ? digits(text, 20, 23) : 0);
            }
        } catch (DateTimeException e) {
            // For example 30 February or hour 25: refused as any other malformed value.
        }
        throw new ApiException(CommonParameter.TIMESTAMP.invalid());
    }

    private static int digits(String text, int start, int end) {
        return Integer.parseInt(text, start, end, 10);
    }
}
