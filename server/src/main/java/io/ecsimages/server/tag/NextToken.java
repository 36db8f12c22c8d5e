package io.ecsimages.server.tag;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.tag.TagSearch.AssignedTag;
import io.micronaut.core.annotation.Nullable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The NextToken of ListTagResources: the last tag of a response. It names no page, so the list may change in between. */
final class NextToken {

    private static final AssignedTag BEGINNING = new AssignedTag("", "", "");
    private static final String SEPARATOR = "\0";

    private NextToken() {}

    static String after(AssignedTag tag) {
        var text = String.join(SEPARATOR, tag.imageId(), tag.key(), tag.value());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Parses a token.
     *
     * @throws ApiException if {@link #after} did not make it
     */
    static AssignedTag parse(@Nullable String token) {
        if (token == null) {
            return BEGINNING;
        }
        try {
            var parts = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split(SEPARATOR, -1);
            if (parts.length == 3 && !parts[0].isEmpty()) {
                var tag = new AssignedTag(parts[0], parts[1], parts[2]);
                if (after(tag).equals(token)) {
                    return tag;
                }
            }
        } catch (IllegalArgumentException e) {
            // Not Base64: refused as any other string.
        }
        throw new ApiException(ApiError.INVALID_PARAMETER_NEXT_TOKEN);
    }
}
