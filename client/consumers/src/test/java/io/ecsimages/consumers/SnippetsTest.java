package io.ecsimages.consumers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the guides show of Java, XML and YAML stands, word for word, in a project that the build builds and runs. */
class SnippetsTest {

    private static final Path ROOT = Path.of("../..");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(java|xml|yaml)\\n(.*?)^```$");

    private static final List<List<String>> sources = new ArrayList<>();

    @BeforeAll
    static void read() throws IOException {
        try (var files = Files.walk(Path.of("src/it"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sources.add(lines(filtered(Files.readString(file))));
            }
        }
    }

    /** What the build writes for {@code @name@}. */
    private static String filtered(String source) {
        return Pattern.compile("@([a-z.]+)@")
                .matcher(source)
                .replaceAll(name -> System.getProperty(name.group(1), name.group()));
    }

    /** The lines, without the blanks that all of them begin with. */
    private static List<String> lines(String text) {
        return text.stripIndent().lines().map(String::stripTrailing).toList();
    }

    private static boolean isBuilt(String block) {
        var wanted = lines(block);
        return sources.stream().anyMatch(source -> contains(source, wanted));
    }

    private static boolean contains(List<String> source, List<String> wanted) {
        for (int i = 0; i + wanted.size() <= source.size(); i++) {
            var part = String.join("\n", source.subList(i, i + wanted.size()));
            if (lines(part).equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> blocks(Path guide) throws IOException {
        return BLOCK.matcher(Files.readString(ROOT.resolve(guide)))
                .results()
                .map(result -> result.group(2))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "README.md,1",
        "docs/tutorial/first-test.md,2",
        "docs/how-to/test-with-junit.md,1",
        "docs/how-to/use-the-java-client.md,10",
        "api-spec/README.md,1"
    })
    void whatAGuideShowsIsBuilt(Path guide, int atLeast) throws IOException {
        var blocks = blocks(guide);
        assertTrue(blocks.size() >= atLeast, "blocks of " + guide + ": " + blocks.size());
        assertEquals(
                Collections.emptyList(),
                blocks.stream().filter(block -> !isBuilt(block)).toList());
    }

    @Test
    void aBlockThatDiffersByALetterIsNotBuilt() throws IOException {
        var block = blocks(Path.of("README.md")).get(0);
        assertTrue(isBuilt(block));
        assertFalse(isBuilt(block.replaceFirst("EcsImages", Matcher.quoteReplacement("EcsImage$"))));
        assertFalse(isBuilt(block.replaceFirst("\n", "\n\n")));
    }
}
