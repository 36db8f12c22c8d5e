package io.ecsimages.server.protocol;

import static java.util.stream.Collectors.joining;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.CommonParameter;
import io.ecsimages.server.auth.PercentEncoding;
import io.ecsimages.server.auth.RequestSignature;
import io.ecsimages.server.auth.SignatureAlgorithm;
import io.ecsimages.server.auth.SignatureV3;
import io.ecsimages.server.error.ApiException;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Parses a signature of version 3, which is in {@code Authorization}; action and version are in headers. Clients of version 1
 * send some of these headers too, so only {@code Authorization} tells the two apart.
 */
final class Acs3SignatureParser {

    private static final String FAMILY = "ACS3-";

    /** The headers that this server acts on: they count as signed even if SignedHeaders does not name them. */
    private static final List<String> ALWAYS_SIGNED = List.of(
            "host",
            "x-acs-action",
            "x-acs-content-sha256",
            "x-acs-date",
            "x-acs-security-token",
            "x-acs-signature-nonce",
            "x-acs-version");

    private Acs3SignatureParser() {}

    static boolean applies(HttpRequest<?> http) {
        var authorization = http.getHeaders().get("Authorization");
        return authorization != null && authorization.startsWith(FAMILY);
    }

    static String action(HttpRequest<?> http) {
        return RequestDecoder.required(CommonParameter.ACTION, header(http, "x-acs-action"));
    }

    static String version(HttpRequest<?> http) {
        return RequestDecoder.required(CommonParameter.VERSION, header(http, "x-acs-version"));
    }

    static RequestSignature parse(HttpRequest<?> http, List<Map.Entry<String, String>> query, byte[] body) {
        var authorization = headerOrEmpty(http, "Authorization");
        var fields = fields(authorization);
        var accessKeyId = RequestDecoder.required(CommonParameter.ACCESS_KEY_ID, fields.get("Credential"));
        if (!authorization.startsWith(SignatureAlgorithm.ACS3_HMAC_SHA256.wireName() + " ")) {
            throw new ApiException(ApiError.INVALID_PARAMETER_SIGNATURE_METHOD);
        }
        var date = RequestDecoder.required(CommonParameter.TIMESTAMP, header(http, "x-acs-date"));
        var signature = RequestDecoder.required(CommonParameter.SIGNATURE, fields.get("Signature"));
        var nonce = header(http, "x-acs-signature-nonce");
        var canonicalRequest = SignatureV3.canonicalRequest(
                http.getMethodName(),
                query.stream()
                        .sorted(Map.Entry.<String, String>comparingByKey().thenComparing(Map.Entry.comparingByValue()))
                        .map(PercentEncoding::encode)
                        .collect(joining("&")),
                signedHeaders(http, fields.getOrDefault("SignedHeaders", "")),
                SignatureV3.sha256(body));
        return new RequestSignature(
                accessKeyId,
                header(http, "x-acs-security-token"),
                RequestDecoder.timestamp(date),
                // The documentation calls the nonce optional. Without one, the signature itself must not repeat.
                nonce == null ? signature : nonce,
                SignatureAlgorithm.ACS3_HMAC_SHA256,
                signature,
                List.of(SignatureV3.stringToSign(canonicalRequest)),
                canonicalRequest,
                RequestDecoder.signedByClient(http));
    }

    /** The fields of {@code ACS3-HMAC-SHA256 Credential=…,SignedHeaders=…,Signature=…}, which come in any order. */
    private static Map<String, String> fields(String authorization) {
        var fields = new HashMap<String, String>();
        int space = authorization.indexOf(' ');
        if (space > 0) {
            for (String field : authorization.substring(space + 1).split(",")) {
                int equals = field.indexOf('=');
                if (equals > 0) {
                    var name = field.substring(0, equals).strip();
                    if (fields.put(name, field.substring(equals + 1).strip()) != null) {
                        throw RequestDecoder.repeated(name);
                    }
                }
            }
        }
        return fields;
    }

    private static SortedMap<String, String> signedHeaders(HttpRequest<?> http, String named) {
        var headers = new TreeMap<String, String>();
        for (String written : named.split(";")) {
            var name = written.strip().toLowerCase(Locale.ROOT);
            if (!name.isEmpty()) {
                headers.put(name, headerOrEmpty(http, name));
            }
        }
        for (String name : ALWAYS_SIGNED) {
            if (!headers.containsKey(name) && http.getHeaders().contains(name)) {
                headers.put(name, headerOrEmpty(http, name));
            }
        }
        return headers;
    }

    private static String headerOrEmpty(HttpRequest<?> http, String name) {
        var value = header(http, name);
        return value == null ? "" : value;
    }

    /** The value of a header. Two different values are refused: the signer could have meant the other one. */
    @Nullable
    private static String header(HttpRequest<?> http, String name) {
        var values = http.getHeaders().getAll(name);
        if (values.isEmpty()) {
            return null;
        }
        var value = values.get(0);
        if (Collections.frequency(values, value) < values.size()) {
            throw RequestDecoder.repeated(name);
        }
        // Netty reads header bytes as ISO 8859-1; signatures are made over UTF-8.
        return new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
