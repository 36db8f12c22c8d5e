package io.ecsimages.server.protocol;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.error.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Encodes the key of the last entry of a response as a NextToken. It names no page, so the list may change in between. */
public final class NextToken {

    private static final String SEPARATOR = "\0";

    private NextToken() {}

    /**
     * Returns the token.
     *
     * @param key the key of the last entry; its first part is not empty
     */
    public static String after(String... key) {
        var text = String.join(SEPARATOR, key);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns the key in a token.
     *
     * @param parts the number of the key's parts
     * @throws ApiException InvalidParameter.NextToken if {@link #after} did not make the token
     */
    public static List<String> parse(String token, int parts) {
        try {
            var key = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split(SEPARATOR, -1);
            if (key.length == parts && !key[0].isEmpty() && after(key).equals(token)) {
                return List.of(key);
            }
        } catch (IllegalArgumentException e) {
            // Not Base64: refused as any other string.
        }
        throw new ApiException(ApiError.INVALID_PARAMETER_NEXT_TOKEN);
    }
}
