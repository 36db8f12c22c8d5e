package io.ecsimages.server.tag;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.tag.TagQuery.CarriedTag;
import io.micronaut.core.annotation.Nullable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Where the list of ListTagResources goes on: after this tag. It names no page, so the list may change meanwhile. */
final class NextToken {

    private static final CarriedTag BEGINNING = new CarriedTag("", "", "");
    private static final String SEPARATOR = "\0";

    private NextToken() {}

    static String after(CarriedTag tag) {
        var text = String.join(SEPARATOR, tag.imageId(), tag.key(), tag.value());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws ApiException if it is none that {@link #after} gave out */
    static CarriedTag read(@Nullable String token) {
        if (token == null) {
            return BEGINNING;
        }
        try {
            var parts = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split(SEPARATOR, -1);
            if (parts.length == 3 && !parts[0].isEmpty()) {
                var tag = new CarriedTag(parts[0], parts[1], parts[2]);
                if (after(tag).equals(token)) {
                    return tag;
                }
            }
        } catch (IllegalArgumentException e) {
            // No Base64: refused like any other text.
        }
        throw new ApiException(ApiError.INVALID_PARAMETER_NEXT_TOKEN);
    }
}
