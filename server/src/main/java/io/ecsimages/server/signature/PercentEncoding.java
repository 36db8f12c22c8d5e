package io.ecsimages.server.signature;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** The encoding that signatures are made over: UTF-8, where only letters, digits and {@code - _ . ~} stay (RFC 3986). */
public final class PercentEncoding {

    private static final boolean[] UNRESERVED = unreserved();
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private PercentEncoding() {}

    /** One parameter; an empty value keeps its {@code =}. */
    public static String encode(Map.Entry<String, String> parameter) {
        return encode(parameter.getKey()) + "=" + encode(parameter.getValue());
    }

    public static String encode(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        int stay = 0;
        for (byte b : bytes) {
            stay += stays(b) ? 1 : 0;
        }
        if (stay == bytes.length) {
            return text;
        }
        var encoded = new byte[stay + 3 * (bytes.length - stay)];
        int end = 0;
        for (byte b : bytes) {
            if (stays(b)) {
                encoded[end++] = b;
            } else {
                encoded[end++] = '%';
                encoded[end++] = HEX[b >> 4 & 0xF];
                encoded[end++] = HEX[b & 0xF];
            }
        }
        return new String(encoded, StandardCharsets.ISO_8859_1);
    }

    private static boolean stays(byte b) {
        return b >= 0 && UNRESERVED[b];
    }

    private static boolean[] unreserved() {
        var letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        var unreserved = new boolean[128];
        (letters + letters.toLowerCase(Locale.ROOT) + "0123456789-_.~").chars().forEach(c -> unreserved[c] = true);
        return unreserved;
    }
}
