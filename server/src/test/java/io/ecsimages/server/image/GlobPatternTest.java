package io.ecsimages.server.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ecsimages.server.Dumps;
import io.ecsimages.server.RunningServer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** Names against names with wildcards. */
class GlobPatternTest {

    @Property(tries = 5000)
    void aWildcardStandsForAnyRunOfCharacters(
            @ForAll @Chars({'a', 'b', '*'}) @StringLength(max = 8) String pattern,
            @ForAll @Chars({'a', 'b', '*', '.', '\n'}) @StringLength(max = 8) String name) {
        var expression = Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        var expected = Pattern.compile(expression, Pattern.DOTALL).matcher(name).matches();
        assertEquals(expected, new GlobPattern(pattern).matches(name));
    }

    /** Who tries all ways to place them is never done. */
    @Test
    void aNameWithManyWildcardsIsSoonAnswered() {
        try (var server = RunningServer.empty()) {
            var name = "a".repeat(512);
            server.take(Dumps.answer("cn-hangzhou", Dumps.image("m-1", "ImageName", name)), RunningServer.ACCOUNT);
            assertEquals(0, total(server, "*a".repeat(60) + "*b"));
            assertEquals(1, total(server, "*a".repeat(60) + "*"));
        }
    }

    private static int total(RunningServer server, String imageName) {
        return server.describe("ImageName", imageName).path("TotalCount").asInt();
    }
}
