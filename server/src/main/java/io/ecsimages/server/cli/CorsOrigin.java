package io.ecsimages.server.cli;

import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The origin of web pages: scheme, host and port.
 *
 * @param value the origin as browsers send it in the header {@code Origin}
 */
record CorsOrigin(String value) {

    /** Parses an origin such as {@code http://localhost:4200}. A default port is removed, as browsers do. */
    static final class Converter implements ITypeConverter<CorsOrigin> {

        private static final Pattern ORIGIN =
                Pattern.compile("[a-z][a-z0-9+.-]*://([a-z0-9._-]+|\\[[0-9a-f:.]+])(:[0-9]{1,5})?");

        @Override
        public CorsOrigin convert(String text) {
            var origin = text.toLowerCase(Locale.ROOT);
            if (!ORIGIN.matcher(origin).matches()) {
                throw new TypeConversionException("'" + text + "' is not an origin such as http://localhost:4200");
            }
            return new CorsOrigin(
                    origin.replaceFirst("^(http://.*):80$", "$1").replaceFirst("^(https://.*):443$", "$1"));
        }
    }
}
