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
 * What a request says, of all that its signature must cover. Two requests that mean the same may be written differently.
 *
 * @param method the HTTP method
 * @param parameters the decoded parameters: for version 1 those with a text, each once, wherever they stand; for version
 *     3 all of the query
 * @param headers for version 3 the headers that are acted on
 * @param body for version 3 the body
 */
record RequestMeaning(
        String method, Collection<String> parameters, Map<String, Collection<String>> headers, String body) {

    private static final List<String> ACTED_ON = List.of(
            "host", "x-acs-action", "x-acs-date", "x-acs-security-token", "x-acs-signature-nonce", "x-acs-version");

    static RequestMeaning of(RawRequest request) {
        var query = decoded(query(request.target()));
        var body = new String(request.body(), StandardCharsets.ISO_8859_1);
        var authorization = request.header("Authorization");
        if (authorization == null || !authorization.strip().startsWith("ACS3")) {
            var parameters = new TreeSet<>(query);
            parameters.addAll(decoded(body));
            parameters.removeIf(pair -> pair.startsWith("Signature=") || pair.endsWith("="));
            return new RequestMeaning(request.method(), parameters, Map.of(), "");
        }
        var headers = new TreeMap<String, Collection<String>>();
        request.headers().forEach(header -> {
            var name = header.getKey().toLowerCase(Locale.ROOT);
            if (ACTED_ON.contains(name)) {
                headers.computeIfAbsent(name, n -> new TreeSet<>())
                        .add(header.getValue().strip());
            }
        });
        query.sort(null);
        return new RequestMeaning(request.method(), query, headers, body);
    }

    private static String query(String target) {
        int from = target.indexOf('?');
        int to = target.indexOf('#');
        return from < 0 ? "" : target.substring(from + 1, to < from ? target.length() : to);
    }

    /** Pairs of name and value, as text where each byte is one character. */
    private static List<String> decoded(String encoded) {
        var pairs = new ArrayList<String>();
        for (String pair : encoded.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                var name = equals < 0 ? pair : pair.substring(0, equals);
                var value = equals < 0 ? "" : pair.substring(equals + 1);
                pairs.add(text(name) + "=" + text(value));
            }
        }
        return pairs;
    }

    private static String text(String encoded) {
        var text = new StringBuilder();
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%' && encoded.substring(i).matches("(?s)%[0-9a-fA-F]{2}.*")) {
                text.append((char) HexFormat.fromHexDigits(encoded, i + 1, i + 3));
                i += 2;
            } else {
                text.append(c == '+' ? ' ' : c);
            }
        }
        return text.toString();
    }
}
