package io.ecsimages.server.protocol;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.error.ApiException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Decodes a query string or a form ({@code application/x-www-form-urlencoded}, UTF-8): {@code +} is a space. Malformed input
 * is refused, because a guess could differ from the string that was signed.
 */
final class FormDecoder {

    /** The documented action with the most parameters has some hundred. */
    private static final int MAX_PAIRS = 1000;

    private FormDecoder() {}

    /**
     * Decodes the names and their values, in their order.
     *
     * @param encoded one character for each byte (ISO 8859-1)
     */
    static List<Map.Entry<String, String>> decode(String encoded) {
        var pairs = new ArrayList<Map.Entry<String, String>>();
        int start = 0;
        while (start < encoded.length()) {
            int end = encoded.indexOf('&', start);
            end = end < 0 ? encoded.length() : end;
            if (end > start) {
                if (pairs.size() == MAX_PAIRS) {
                    throw new ApiException(ApiError.TOO_MANY_PARAMETERS);
                }
                pairs.add(pair(encoded, start, end));
            }
            start = end + 1;
        }
        return pairs;
    }

    private static Map.Entry<String, String> pair(String encoded, int start, int end) {
        int equals = encoded.indexOf('=', start);
        return equals < 0 || equals >= end
                ? Map.entry(text(encoded, start, end), "")
                : Map.entry(text(encoded, start, equals), text(encoded, equals + 1, end));
    }

    private static String text(String encoded, int start, int end) {
        return isPlain(encoded, start, end) ? encoded.substring(start, end) : decoded(encoded, start, end);
    }

    /** Whether it stands for itself. */
    private static boolean isPlain(String encoded, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = encoded.charAt(i);
            if (c == '%' || c == '+' || c > 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static String decoded(String encoded, int start, int end) {
        var bytes = new ByteArrayOutputStream(end - start);
        for (int i = start; i < end; i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                if (i + 2 >= end) {
                    throw new ApiException(ApiError.INVALID_ENCODING);
                }
                bytes.write(hex(encoded.charAt(i + 1)) << 4 | hex(encoded.charAt(i + 2)));
                i += 2;
            } else if (c <= 0xFF) {
                bytes.write(c == '+' ? ' ' : c);
            } else {
                throw new ApiException(ApiError.INVALID_ENCODING);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ApiException(ApiError.INVALID_ENCODING);
        }
    }

    private static int hex(char c) {
        int digit = c < 128 ? Character.digit(c, 16) : -1;
        if (digit < 0) {
            throw new ApiException(ApiError.INVALID_ENCODING);
        }
        return digit;
    }
}
