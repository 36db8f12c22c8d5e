package io.ecsimages.server.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converters of option values that several commands share. */
final class OptionConverters {

    private OptionConverters() {}

    /** Parses the id of an account: a positive integer of at most 18 digits. */
    static final class AccountId implements ITypeConverter<Long> {

        private static final Pattern ACCOUNT = Pattern.compile("[1-9][0-9]{0,17}");

        @Override
        public Long convert(String text) {
            if (!ACCOUNT.matcher(text).matches()) {
                throw new TypeConversionException(
                        "'" + text + "' is not an account id, which is a positive integer such as 1234567890123456");
            }
            return Long.valueOf(text);
        }
    }

    /** Parses an ISO 8601 duration of at most a year, for example {@code PT30S}. */
    static final class PositiveDuration implements ITypeConverter<Duration> {

        private static final Duration MAXIMUM = Duration.ofDays(365);

        @Override
        public Duration convert(String text) {
            try {
                var duration = Duration.parse(text);
                if (duration.isNegative() || duration.isZero()) {
                    throw new TypeConversionException("'" + text + "' is not positive");
                } else if (duration.compareTo(MAXIMUM) > 0) {
                    throw new TypeConversionException("'" + text + "' is longer than 365 days");
                }
                return duration;
            } catch (DateTimeException e) {
                throw new TypeConversionException("'" + text
                        + "' is not a duration, such as PT30S (30 seconds), PT5M (5 minutes) or PT12H (12 hours)");
            }
        }
    }

    /** Parses a port: an integer from 0 to 65535. */
    static final class Port implements ITypeConverter<Integer> {

        private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

        @Override
        public Integer convert(String text) {
            if (!PORT.matcher(text).matches() || Integer.parseInt(text) > 65535) {
                throw new TypeConversionException("'" + text + "' is not a port, which is an integer from 0 to 65535");
            }
            return Integer.valueOf(text);
        }
    }
}
