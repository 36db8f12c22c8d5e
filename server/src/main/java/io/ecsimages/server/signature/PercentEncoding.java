package io.ecsimages.server.signature;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/** The encoding that signatures are made over: UTF-8, where only letters, digits and {@code - _ . ~} stay (RFC 3986). */
public final class PercentEncoding {

    private static final BitSet UNRESERVED = unreserved();
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PercentEncoding() {}

    /** One parameter; an empty value keeps its {@code =}. */
    public static String encode(Map.Entry<String, String> parameter) {
        return encode(parameter.getKey()) + "=" + encode(parameter.getValue());
    }

    public static String encode(String text) {
        var encoded = new StringBuilder(2 * text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b >= 0 && UNRESERVED.get(b)) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX.toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    private static BitSet unreserved() {
        var letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        var unreserved = new BitSet();
        (letters + letters.toLowerCase(Locale.ROOT) + "0123456789-_.~").chars().forEach(unreserved::set);
        return unreserved;
    }
}
