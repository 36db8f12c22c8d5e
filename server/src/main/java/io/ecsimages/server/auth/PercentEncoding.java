package io.ecsimages.server.auth;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** Encodes strings for signatures: UTF-8, where only letters, digits and {@code - _ . ~} stay (RFC 3986). */
public final class PercentEncoding {

    private static final boolean[] UNRESERVED = unreserved();
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private PercentEncoding() {}

    /** Encodes one parameter; an empty value keeps its {@code =}. */
    public static String encode(Map.Entry<String, String> parameter) {
        return encode(parameter.getKey()) + "=" + encode(parameter.getValue());
    }

    public static String encode(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        int unreserved = 0;
        for (byte b : bytes) {
            unreserved += isUnreserved(b) ? 1 : 0;
        }
        if (unreserved == bytes.length) {
            return text;
        }
        var encoded = new byte[unreserved + 3 * (bytes.length - unreserved)];
        int end = 0;
        for (byte b : bytes) {
            if (isUnreserved(b)) {
                encoded[end++] = b;
            } else {
                encoded[end++] = '%';
                encoded[end++] = HEX[b >> 4 & 0xF];
                encoded[end++] = HEX[b & 0xF];
            }
        }
        return new String(encoded, StandardCharsets.ISO_8859_1);
    }

    private static boolean isUnreserved(byte b) {
        return b >= 0 && UNRESERVED[b];
    }

    private static boolean[] unreserved() {
        var letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        var unreserved = new boolean[128];
        (letters + letters.toLowerCase(Locale.ROOT) + "0123456789-_.~").chars().forEach(c -> unreserved[c] = true);
        return unreserved;
    }
}
