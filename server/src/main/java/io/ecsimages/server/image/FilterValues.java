package io.ecsimages.server.image;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.protocol.UtcTime;
import java.time.LocalDateTime;

/** Parses the values of {@code Filter.n.Value}, as the key of the filter requires. */
final class FilterValues {

    private FilterValues() {}

    static LocalDateTime time(String value) {
        return UtcTime.parse(value, ApiError.INVALID_FILTER_VALUE);
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
