package io.ecsimages.server.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A maximum number of requests per period.
 *
 * @param requests the number of requests
 * @param period the period as a configuration duration, for example {@code 60s}
 */
record RequestRate(long requests, String period) {

    /** Parses a rate such as {@code 1000/60s}. */
    static final class Converter implements ITypeConverter<RequestRate> {

        private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,8})/([1-9][0-9]{0,8}[smh])");

        @Override
        public RequestRate convert(String text) {
            var rate = RATE.matcher(text);
            if (!rate.matches()) {
                throw new TypeConversionException("'" + text + "' is not a rate such as 1000/60s, 20/1m or 5/1h");
            }
            return new RequestRate(Long.parseLong(rate.group(1)), rate.group(2));
        }
    }
}
