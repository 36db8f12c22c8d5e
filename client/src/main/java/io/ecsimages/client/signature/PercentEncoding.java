package io.ecsimages.client.signature;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** The encoding that signatures are made over: UTF-8, where only letters, digits and {@code - _ . ~} stay (RFC 3986). */
public final class PercentEncoding {

    private PercentEncoding() {}

    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    /** Parameters as a query, sorted by name; an empty value keeps its {@code =}. */
    public static String query(SortedMap<String, String> parameters) {
        return parameters.entrySet().stream()
                .map((Map.Entry<String, String> e) -> encode(e.getKey()) + "=" + encode(e.getValue()))
                .collect(Collectors.joining("&"));
    }
}
