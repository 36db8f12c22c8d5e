package io.ecsimages.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page docs/reference/configuration.md names only properties that the server reads. */
@Tag("database-independent")
final class ConfigurationPageTest {

    /** A property in the page, in {@code @Value} or in {@code @Requires}. */
    private static final Pattern PROPERTY = Pattern.compile("[`\"{](ecs-images\\.[a-z.-]+)[`\":}]");

    @Test
    void theServerReadsEachPropertyOfThePage() throws IOException {
        var documented = properties(Path.of("../docs/reference/configuration.md"));
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            var read = sources.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> properties(file).stream())
                    .collect(Collectors.toSet());
            assertThat(documented).isNotEmpty().isSubsetOf(read);
        }
    }

    private static Set<String> properties(Path file) {
        try {
            return PROPERTY.matcher(Files.readString(file))
                    .results()
                    .map(match -> match.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
