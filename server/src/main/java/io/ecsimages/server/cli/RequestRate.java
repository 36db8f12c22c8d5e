package io.ecsimages.server.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * So many requests in a period.
 *
 * @param requests how many
 * @param period how long it is, as configuration writes durations
 */
record RequestRate(long requests, String period) {

    /** Reads {@code 1000/60s}. */
    static final class Converter implements ITypeConverter<RequestRate> {

        private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,8})/([1-9][0-9]{0,8}[smh])");

        @Override
        public RequestRate convert(String text) {
            var rate = RATE.matcher(text);
            if (!rate.matches()) {
                throw new TypeConversionException(
                        "'" + text + "' is no rate; 1000/60s is one, and so are 20/1m and 5/1h");
            }
            return new RequestRate(Long.parseLong(rate.group(1)), rate.group(2));
        }
    }
}
