package io.ecsimages.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    /** Parses a number of images: an integer from 0 to 999999999. */
    static final class Quota implements ITypeConverter<Integer> {

        private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

        @Override
        public Integer convert(String text) {
            if (!NUMBER.matcher(text).matches()) {
                throw new TypeConversionException("'" + text + "' is not a number of images, such as 100");
            }
            return Integer.valueOf(text);
        }
    }

    /** Reads a file with one id a line; empty lines, and lines that begin with {@code #}, do not count. */
    static final class IdFile implements ITypeConverter<Set<String>> {

        @Override
        public Set<String> convert(String file) {
            try (var lines = Files.lines(Path.of(file))) {
                return lines.map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .collect(Collectors.toSet());
            } catch (NoSuchFileException e) {
                throw new TypeConversionException("there is no file '" + file + "'");
            } catch (IOException | UncheckedIOException | InvalidPathException e) {
                throw new TypeConversionException("'" + file + "' cannot be read; it must be a text file in UTF-8");
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
