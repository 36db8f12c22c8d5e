package io.ecsimages.server.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.Seeds;
import io.ecsimages.server.TestImages;
import io.ecsimages.server.TestServer;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Wildcard patterns of ImageName. */
@Tag("database-independent")
class GlobPatternTest {

    @Seeds(50)
    void matchesLikeRegularExpression(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            compare(randomString("ab*", random), randomString("ab*.\n", random));
        }
    }

    /** A string of up to eight of these characters. */
    private static String randomString(String characters, Random random) {
        return random.ints(random.nextInt(9), 0, characters.length())
                .mapToObj(i -> characters.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    private static void compare(String pattern, String name) {
        var expression = Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        var expected = Pattern.compile(expression, Pattern.DOTALL).matcher(name).matches();
        assertThat(new GlobPattern(pattern).matches(name))
                .as(pattern + " matches " + name)
                .isEqualTo(expected);
    }

    /** Backtracking over all wildcards would take years. */
    @Test
    void matchesManyWildcardsQuickly() {
        try (var server = TestServer.empty()) {
            var name = "a".repeat(512);
            server.importDump(
                    TestImages.dump("cn-hangzhou", TestImages.image("m-1", "ImageName", name)), TestServer.ACCOUNT);
            assertThat(total(server, "*a".repeat(60) + "*b")).isEqualTo(0);
            assertThat(total(server, "*a".repeat(60) + "*")).isEqualTo(1);
        }
    }

    private static int total(TestServer server, String imageName) {
        return server.describe("ImageName", imageName).path("TotalCount").asInt();
    }
}
