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

/** Checks that each Java, XML and YAML snippet of the guides is part of a project that the build runs. */
class SnippetsTest {

    private static final Path ROOT = Path.of("../..");
    private static final Pattern SNIPPET = Pattern.compile("(?ms)^```(java|xml|yaml)\\n(.*?)^```$");

    private static final List<List<String>> sources = new ArrayList<>();

    @BeforeAll
    static void read() throws IOException {
        try (var files = Files.walk(Path.of("src/it"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sources.add(lines(filtered(Files.readString(file))));
            }
        }
    }

    /** Replaces {@code @name@} with the value of the build. */
    private static String filtered(String source) {
        return Pattern.compile("@([a-z.]+)@")
                .matcher(source)
                .replaceAll(name -> System.getProperty(name.group(1), name.group()));
    }

    /** Returns the lines without common indentation. */
    private static List<String> lines(String source) {
        return source.stripIndent().lines().map(String::stripTrailing).toList();
    }

    private static boolean isBuilt(String snippet) {
        var lines = lines(snippet);
        return sources.stream().anyMatch(source -> contains(source, lines));
    }

    private static boolean contains(List<String> source, List<String> lines) {
        for (int i = 0; i + lines.size() <= source.size(); i++) {
            var part = String.join("\n", source.subList(i, i + lines.size()));
            if (lines(part).equals(lines)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> snippets(Path guide) throws IOException {
        return SNIPPET.matcher(Files.readString(ROOT.resolve(guide)))
                .results()
                .map(result -> result.group(2))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "README.md,1",
        "docs/tutorial/first-test.md,2",
        "docs/how-to/test-with-junit.md,2",
        "docs/how-to/use-the-java-client.md,10",
        "api-spec/README.md,1"
    })
    void everySnippetIsBuilt(Path guide, int minimum) throws IOException {
        var snippets = snippets(guide);
        assertTrue(snippets.size() >= minimum, "snippets of " + guide + ": " + snippets.size());
        assertEquals(
                Collections.emptyList(),
                snippets.stream().filter(snippet -> !isBuilt(snippet)).toList());
    }

    @Test
    void changedSnippetIsNotBuilt() throws IOException {
        var snippet = snippets(Path.of("README.md")).get(0);
        assertTrue(isBuilt(snippet));
        assertFalse(isBuilt(snippet.replaceFirst("EcsImages", Matcher.quoteReplacement("EcsImage$"))));
        assertFalse(isBuilt(snippet.replaceFirst("\n", "\n\n")));
    }
}
