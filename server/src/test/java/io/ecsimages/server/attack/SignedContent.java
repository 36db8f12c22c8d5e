package io.ecsimages.server.attack;

import io.ecsimages.server.http.RawRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The content of a request that its signature must cover. Requests with the same content may be encoded differently.
 *
 * @param method the HTTP method
 * @param parameters the decoded parameters. Version 1: those of query and form that are not empty, without duplicates.
 *     Version 3: all of the query.
 * @param headers the headers that the server uses (version 3)
 * @param body the body (version 3)
 */
record SignedContent(
        String method, Collection<String> parameters, Map<String, Collection<String>> headers, String body) {

    private static final List<String> SIGNED_HEADERS = List.of(
            "host", "x-acs-action", "x-acs-date", "x-acs-security-token", "x-acs-signature-nonce", "x-acs-version");

    static SignedContent of(RawRequest request) {
        var query = pairs(query(request.target()));
        var body = new String(request.body(), StandardCharsets.ISO_8859_1);
        var authorization = request.header("Authorization");
        if (authorization == null || !authorization.strip().startsWith("ACS3")) {
            var parameters = new TreeSet<>(query);
            parameters.addAll(pairs(body));
            parameters.removeIf(pair -> pair.startsWith("Signature=") || pair.endsWith("="));
            return new SignedContent(request.method(), parameters, Map.of(), "");
        }
        var headers = new TreeMap<String, Collection<String>>();
        request.headers().forEach(header -> {
            var name = header.getKey().toLowerCase(Locale.ROOT);
            if (SIGNED_HEADERS.contains(name)) {
                headers.computeIfAbsent(name, n -> new TreeSet<>())
                        .add(header.getValue().strip());
            }
        });
        query.sort(null);
        return new SignedContent(request.method(), query, headers, body);
    }

    private static String query(String target) {
        int from = target.indexOf('?');
        int to = target.indexOf('#');
        return from < 0 ? "" : target.substring(from + 1, to < from ? target.length() : to);
    }

    /** Returns the decoded pairs of name and value; each byte is one character. */
    private static List<String> pairs(String encoded) {
        var pairs = new ArrayList<String>();
        for (String pair : encoded.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                var name = equals < 0 ? pair : pair.substring(0, equals);
                var value = equals < 0 ? "" : pair.substring(equals + 1);
                pairs.add(decode(name) + "=" + decode(value));
            }
        }
        return pairs;
    }

    private static String decode(String encoded) {
        var decoded = new StringBuilder();
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%' && encoded.substring(i).matches("(?s)%[0-9a-fA-F]{2}.*")) {
                decoded.append((char) HexFormat.fromHexDigits(encoded, i + 1, i + 3));
                i += 2;
            } else {
                decoded.append(c == '+' ? ' ' : c);
            }
        }
        return decoded.toString();
    }
}
