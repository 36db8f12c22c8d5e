package io.ecsimages.client.auth;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Percent-encodes UTF-8 strings as signatures need it: all but letters, digits and {@code - _ . ~} (RFC 3986). */
public final class PercentEncoding {

    private PercentEncoding() {}

    public static String encode(String string) {
        return URLEncoder.encode(string, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    /** Returns parameters as a query string, sorted by name; an empty value keeps its {@code =}. */
    public static String query(SortedMap<String, String> parameters) {
        return parameters.entrySet().stream()
                .map((Map.Entry<String, String> e) -> encode(e.getKey()) + "=" + encode(e.getValue()))
                .collect(Collectors.joining("&"));
    }
}
