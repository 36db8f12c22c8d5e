package io.ecsimages.server.image;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.error.ApiException;
import java.time.DateTimeException;
import java.time.LocalDateTime;

/** Parses the values of {@code Filter.n.Value}, as the key of the filter requires. */
final class FilterValues {

    private FilterValues() {}

    /** Parses {@code yyyy-MM-ddTHH:mmZ}, with or without seconds. */
    static LocalDateTime time(String value) {
        try {
            if (value.endsWith("Z")) {
                return LocalDateTime.parse(value.substring(0, value.length() - 1));
            }
        } catch (DateTimeException e) {
            // For example 30 February: refused as any other malformed value.
        }
        throw new ApiException(ApiError.INVALID_FILTER_VALUE);
    }

    static boolean supported(String value) {
        return switch (value) {
            case "supported" -> true;
            case "unsupported" -> false;
            default -> throw new ApiException(ApiError.INVALID_FILTER_VALUE);
        };
    }

    static void checkNetworkType(String value) {
        if (!value.equals("vpc") && !value.equals("classic")) {
            throw new ApiException(ApiError.INVALID_FILTER_VALUE_NETWORK_TYPE);
        }
    }
}
