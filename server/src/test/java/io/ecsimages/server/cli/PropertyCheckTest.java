package io.ecsimages.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A property with a wrong value ends the start of a program, with one line that names it. */
@Timeout(60)
@Tag("database-independent")
final class PropertyCheckTest {

    /** A property in the page, in {@code @Value} or in {@code @Requires}. */
    private static final Pattern PROPERTY = Pattern.compile("[`\"{](ecs-images\\.[a-z.-]+)[`\":}]");

    /** A property of Micronaut, or an environment variable, in a table of the page. */
    private static final Pattern OTHER_SETTING =
            Pattern.compile("`(micronaut\\.[a-z.-]+|[A-Z]+_[A-Z_]+)`(?=[^|]*\\|[^|]*\\|)");

    /** Any text is valid. */
    private static final Set<String> UNCHECKED = Set.of(
            "ecs-images.declared-resources",
            "ECS_IMAGES_DATABASE_USER",
            "ECS_IMAGES_DATABASE_PASSWORD",
            // The script that starts the JVM reads them.
            "ECS_IMAGES_MODE",
            "ECS_IMAGES_JVM_OPTS");

    private static final Path PAGE = Path.of("../docs/reference/configuration.md");

    private static void check(String property, String value) {
        var context = ApplicationContext.builder()
                .properties(Map.of(property, value))
                .banner(false)
                .build();
        context.getEnvironment().start();
        PropertyCheck.check(context);
    }

    @ParameterizedTest
    @CsvSource({
        "ecs-images.cache.enabled,off",
        "ecs-images.cors-origins,'http://localhost:4200,http://a/b'",
        "ecs-images.image-creation-time,-1s",
        "ecs-images.image-quota,-1",
        "ecs-images.image-share-quota,9999999999",
        "ecs-images.max-request-line-length,0",
        "ecs-images.request-timeout,0s",
        "ecs-images.request-timeout,soon",
        "ecs-images.strict,maybe",
        "ecs-images.tag-quota,many",
        "ecs-images.tag-quota,''",
        "datasources.default.connection-timeout,100",
        "datasources.default.maximum-pool-size,1001",
        "micronaut.lifecycle.graceful-shutdown.grace-period,long",
        "micronaut.server.max-request-size,10GB",
        "micronaut.server.netty.max-header-size,-1",
        "log-level,loud"
    })
    void refusesWrongValue(String property, String value) {
        assertThatThrownBy(() -> check(property, value))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(property)
                .hasMessageContaining(PropertyCheck.variable(property))
                .hasMessageEndingWith(", not '" + value.substring(value.indexOf(',') + 1) + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "ecs-images.cache.enabled,false",
        "ecs-images.cors-origins,'http://localhost:4200,https://app.example'",
        "ecs-images.image-creation-time,PT0S",
        "ecs-images.image-quota,0",
        "ecs-images.request-timeout,1m",
        "ecs-images.request-timeout,PT1M",
        "micronaut.server.max-request-size,131072",
        "micronaut.server.max-request-size,1mb",
        "log-level,DEBUG",
        "access-log,off"
    })
    void acceptsValidValue(String property, String value) {
        assertThatCode(() -> check(property, value)).doesNotThrowAnyException();
    }

    /** Properties of Micronaut that the page does not list, too. */
    @ParameterizedTest
    @CsvSource({
        "ECS_IMAGES_TAG_QUOTA,many,'the property ecs-images.tag-quota, or the environment variable ECS_IMAGES_TAG_QUOTA,"
                + " must be an integer from 0, not ''many'''",
        "MICRONAUT_SERVER_READ_IDLE_TIMEOUT,soon,'the property micronaut.server.read-idle-timeout cannot be ''soon'''"
    })
    void serverDoesNotStart(String variable, String value, String message, @TempDir Path folder) throws Exception {
        var errors = folder.resolve("errors");
        var process = ChildProcess.start(Map.of(variable, value), errors, "serve", "--port", "0");
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(Files.readString(errors)).isEqualTo("ecs-images: " + message + "\n");
    }

    @Test
    void eachPropertyOfThePageIsReadAndChecked() throws IOException {
        var documented = matches(PROPERTY, PAGE);
        var read = new TreeSet<String>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            sources.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("PropertyCheck.java"))
                    .forEach(file -> read.addAll(matches(PROPERTY, file)));
        }
        assertThat(documented).isNotEmpty().isSubsetOf(read);

        var variables =
                PropertyCheck.names().stream().map(PropertyCheck::variable).collect(Collectors.toSet());
        var settings = new TreeSet<>(documented);
        settings.addAll(matches(OTHER_SETTING, PAGE));
        settings.removeAll(UNCHECKED);
        assertThat(settings)
                .contains("LOG_LEVEL", "DATASOURCES_DEFAULT_MAXIMUM_POOL_SIZE", "micronaut.server.idle-timeout")
                .allSatisfy(setting -> assertThat(variables).contains(PropertyCheck.variable(setting)));
    }

    private static Set<String> matches(Pattern pattern, Path file) {
        try {
            return pattern.matcher(Files.readString(file))
                    .results()
                    .map(match -> match.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
