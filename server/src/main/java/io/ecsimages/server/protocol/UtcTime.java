package io.ecsimages.server.protocol;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.error.ApiException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/** Parses and formats times of requests and responses, which are in UTC. */
public final class UtcTime {

    private static final DateTimeFormatter WITH_SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'");

    private UtcTime() {}

    /**
     * Parses {@code yyyy-MM-ddTHH:mmZ}, with or without seconds.
     *
     * @param error the error of any other value
     */
    public static LocalDateTime parse(String value, ApiError error) {
        try {
            if (value.endsWith("Z")) {
                return LocalDateTime.parse(value.substring(0, value.length() - 1));
            }
        } catch (DateTimeException e) {
            // For example 30 February: refused as any other malformed value.
        }
        throw new ApiException(error);
    }

    /** Formats a time as {@code yyyy-MM-ddTHH:mm:ssZ}. */
    public static String format(LocalDateTime time) {
        return WITH_SECONDS.format(time);
    }
}
