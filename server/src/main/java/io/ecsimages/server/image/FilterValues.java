package io.ecsimages.server.image;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.error.ApiException;
import java.time.DateTimeException;
import java.time.LocalDateTime;

/** Reads the values of {@code Filter.n}, each as its key needs it. */
final class FilterValues {

    private FilterValues() {}

    /** {@code yyyy-MM-ddTHH:mmZ}, with seconds or without. */
    static LocalDateTime time(String value) {
        try {
            if (value.endsWith("Z")) {
                return LocalDateTime.parse(value.substring(0, value.length() - 1));
            }
        } catch (DateTimeException e) {
            // 30 February: refused like any other shape.
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
