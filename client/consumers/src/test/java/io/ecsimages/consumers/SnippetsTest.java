package io.ecsimages.consumers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that each Java, XML and YAML snippet of the guides is part of a project that the build runs, and that diffs apply. */
class SnippetsTest {

    private static final Path ROOT = Path.of("../..");
    private static final Pattern SNIPPET = Pattern.compile("(?ms)^```(java|xml|yaml)\\n(.*?)^```$");

    private static final Pattern DIFF = Pattern.compile("(?ms)^```diff\\n(.*?)^```$");
    private static final Pattern HUNK = Pattern.compile("(?m)^@@ .*\\n((?:[ +-].*\\n)+)");

    private static final List<List<String>> sources = new ArrayList<>();

    @BeforeAll
    static void read() throws IOException {
        try (var files = Files.walk(Path.of("src/it"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sources.add(lines(Files.readString(file)));
            }
        }
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
        "docs/tutorial/java.md,4",
        "docs/how-to/test-with-junit.md,3",
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

    /** The versions that a POM names of artifacts whose versions this build defines, and the version of this build. */
    @ParameterizedTest
    @CsvSource({
        "io.ecsimages,project.version,7",
        "io.micronaut.platform,micronaut.version,2",
        "org.openapitools,openapi.generator.version,1",
        "org.springframework,spring.version,1"
    })
    void projectsUseVersionsOfThisBuild(String groupId, String property, int count) throws IOException {
        var version = Pattern.compile("<groupId>" + Pattern.quote(groupId)
                + "</groupId>\\s*<artifactId>[^<]*</artifactId>\\s*<version>([^<]*)<");
        var versions = new ArrayList<String>();
        try (var files = Files.walk(Path.of("src/it"))) {
            for (Path file : files.filter(path -> path.getFileName().toString().equals("pom.xml"))
                    .toList()) {
                version.matcher(Files.readString(file)).results().forEach(result -> versions.add(result.group(1)));
            }
        }
        assertEquals(Collections.nCopies(count, System.getProperty(property)), versions);
    }

    /** Applies the diffs one after the other, each hunk at the first place that has its lines. */
    @Test
    void diffsApply() throws IOException {
        var files = new HashMap<String, String>();
        var hunks = 0;
        for (String diff : matches(DIFF, Files.readString(ROOT.resolve("CONTRIBUTING.md")))) {
            for (String change : diff.split("(?m)^--- ")) {
                for (String hunk : matches(HUNK, change)) {
                    var file = change.replaceFirst("(?s).*?\\+\\+\\+ b/(\\S+).*", "$1");
                    var before = hunk.replaceAll("(?m)^\\+.*\n", "").replaceAll("(?m)^.", "");
                    var after = hunk.replaceAll("(?m)^-.*\n", "").replaceAll("(?m)^.", "");
                    if (!files.containsKey(file)) {
                        files.put(file, change.startsWith("/dev/null") ? "" : Files.readString(ROOT.resolve(file)));
                    }
                    assertTrue(files.get(file).contains(before), file + " contains\n" + before);
                    files.put(
                            file, files.get(file).replaceFirst(Pattern.quote(before), Matcher.quoteReplacement(after)));
                    hunks++;
                }
            }
        }
        assertTrue(hunks > 10, "hunks: " + hunks);
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(result -> result.group(1)).toList();
    }

    @Test
    void changedSnippetIsNotBuilt() throws IOException {
        var snippet = snippets(Path.of("README.md")).get(0);
        assertTrue(isBuilt(snippet));
        assertFalse(isBuilt(snippet.replaceFirst("EcsImages", Matcher.quoteReplacement("EcsImage$"))));
        assertFalse(isBuilt(snippet.replaceFirst("\n", "\n\n")));
    }
}
