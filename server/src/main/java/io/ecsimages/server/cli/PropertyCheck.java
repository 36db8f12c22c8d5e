package io.ecsimages.server.cli;

import io.micronaut.context.ApplicationContext;
import io.micronaut.core.type.Argument;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/**
 * Checks the configuration properties that operators can set, before anything uses them. Micronaut converts a property when it
 * creates the bean that needs it, often in the first request, and takes an unknown boolean as false.
 */
final class PropertyCheck {

    private static final Rule<?> BOOLEAN = text("true or false", Set.of("true", "false")::contains);
    private static final Rule<?> TIME =
            time("a positive duration such as 30s", time -> time.compareTo(Duration.ZERO) > 0);
    private static final Rule<?> QUOTA = number("an integer from 0", 0);
    private static final Rule<?> POSITIVE = number("an integer from 1", 1);
    private static final Rule<?> SIZE = text(
            "a size from 1 byte to 999MB, such as 131072, 128KB or 1MB",
            Pattern.compile("(?i)[1-9][0-9]{0,8}|[1-9][0-9]{0,5}KB|[1-9][0-9]{0,2}MB")
                    .asMatchPredicate());
    private static final Rule<?> LEVEL = text(
            "off, error, warn, info, debug or trace",
            Pattern.compile("(?i)off|error|warn|info|debug|trace").asMatchPredicate());

    /** The rules. Command-line options always set, and check, ecs-images.debug-signatures and ecs-images.unsigned-account. */
    private static final Map<String, Rule<?>> RULES = Map.ofEntries(
            Map.entry("ecs-images.cache.enabled", BOOLEAN),
            Map.entry("ecs-images.change-interval", TIME),
            Map.entry(
                    "ecs-images.cors-origins",
                    text("an origin such as http://localhost:4200", PropertyCheck::isOrigin)),
            Map.entry("ecs-images.image-creation-time", time("a duration such as 30s", time -> !time.isNegative())),
            Map.entry("ecs-images.image-quota", QUOTA),
            Map.entry("ecs-images.image-share-quota", QUOTA),
            Map.entry("ecs-images.max-request-line-length", POSITIVE),
            Map.entry("ecs-images.rate-limit.period", TIME),
            Map.entry("ecs-images.rate-limit.requests", POSITIVE),
            Map.entry("ecs-images.request-timeout", TIME),
            Map.entry("ecs-images.strict", BOOLEAN),
            Map.entry("ecs-images.tag-quota", QUOTA),
            Map.entry("datasources.default.connection-timeout", number("a number of milliseconds from 250", 250)),
            Map.entry(
                    "datasources.default.maximum-pool-size",
                    new Rule<>(Integer.class, size -> size >= 1 && size <= 1000, "an integer from 1 to 1000")),
            Map.entry("micronaut.lifecycle.graceful-shutdown.grace-period", TIME),
            Map.entry("micronaut.server.idle-timeout", TIME),
            Map.entry("micronaut.server.max-request-buffer-size", SIZE),
            Map.entry("micronaut.server.max-request-size", SIZE),
            Map.entry("micronaut.server.netty.max-header-size", SIZE),
            Map.entry("micronaut.server.netty.max-initial-line-length", SIZE),
            Map.entry("access-log", LEVEL),
            Map.entry("audit-log", LEVEL),
            Map.entry("log-level", LEVEL));

    private PropertyCheck() {}

    /** Returns the names of the properties that are checked. */
    static Set<String> names() {
        return RULES.keySet();
    }

    /** Returns the environment variable that sets a property. */
    static String variable(String property) {
        return property.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    }

    /** @throws CommandException if a property has a value that it cannot have */
    static void check(ApplicationContext context) {
        RULES.forEach((property, rule) -> {
            for (String value :
                    context.getProperty(property, Argument.listOf(String.class)).orElse(List.of())) {
                if (!rule.accepts(value, context)) {
                    throw new CommandException("the property " + property + ", or the environment variable "
                            + variable(property) + ", must be " + rule.description + ", not '" + value + "'");
                }
            }
        });
    }

    private static Rule<String> text(String description, Predicate<String> valid) {
        return new Rule<>(String.class, valid, description);
    }

    private static Rule<Duration> time(String description, Predicate<Duration> valid) {
        return new Rule<>(Duration.class, valid, description);
    }

    private static Rule<Integer> number(String description, int minimum) {
        return new Rule<>(Integer.class, number -> number >= minimum, description);
    }

    private static boolean isOrigin(String text) {
        try {
            // Browsers send origins in the form that the option makes of them.
            return new CorsOrigin.Converter().convert(text).value().equals(text);
        } catch (TypeConversionException e) {
            return false;
        }
    }

    /** The values that a property can have. */
    private record Rule<T>(Class<T> type, Predicate<T> valid, String description) {

        boolean accepts(String text, ApplicationContext context) {
            return context.getConversionService()
                    .convert(text, type)
                    .filter(valid)
                    .isPresent();
        }
    }
}
