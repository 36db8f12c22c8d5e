package io.ecsimages.server.image;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static io.ecsimages.server.TestImages.tags;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Strings are compared and sorted by code points on every database, whatever its default collation. */
@Tag("query")
@ServerTest
class StringComparisonTest {

    /** Strings that differ only in case, accents, spaces, SQL wildcards, escapes or Unicode forms. */
    private static final List<String> STRINGS = List.of(
            "web",
            "Web",
            "web ",
            " web",
            "wéb",
            "we\u0301b",
            "we_b",
            "we%b",
            "we\\b",
            "we\\_b",
            "we!b",
            "we'b",
            "we\"b",
            "ｗeb",
            "weß",
            "wess",
            "web\uD83D\uDE00",
            "web\uD83D\uDE01");

    private static TestServer server;

    @BeforeAll
    static void start(TestServer started) {
        server = started;
        var images = new ArrayList<Map<String, Object>>();
        for (String string : STRINGS) {
            images.add(image("m-" + STRINGS.indexOf(string), "ImageName", string, "Tags", tags(string, string)));
        }
        server.importDump(dump("cn-hangzhou", images), TestServer.ACCOUNT);
        server.importDump(
                dump("cn-beijing", image("m-b"), image("m-B"), image("m-_"), image("m-a"), image("m-é"), image("m-9")),
                TestServer.ACCOUNT);
    }

    static List<String> strings() {
        return STRINGS;
    }

    private static List<String> names(String... parameters) {
        var names = new ArrayList<String>();
        server.describe(parameters)
                .at("/Images/Image")
                .forEach(image -> names.add(image.path("ImageName").asText()));
        return names.stream().sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("strings")
    void nameMatchesOnlyEqualString(String string) {
        assertThat(names("ImageName", string)).containsExactly(string);
        assertThat(names("ImageName", string + "*"))
                .isEqualTo(STRINGS.stream()
                        .filter(name -> name.startsWith(string))
                        .sorted()
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("strings")
    void tagMatchesOnlyEqualString(String string) {
        assertThat(names("Tag.1.Key", string)).containsExactly(string);
        assertThat(names("Tag.1.Key", string, "Tag.1.Value", string)).containsExactly(string);
        assertThat(names("Tag.1.Key", string, "Tag.1.Value", string + " ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"M-0", "m-٠", "ｍ-0"})
    void imageIdMatchesOnlyEqualString(String imageId) {
        assertThat(names("ImageId", imageId)).isEmpty();
    }

    @Test
    void imagesOfEqualTimeAreSortedByCodePointsOfId() {
        var ids = new ArrayList<String>();
        server.describe("RegionId", "cn-beijing")
                .at("/Images/Image")
                .forEach(image -> ids.add(image.path("ImageId").asText()));
        assertThat(ids).containsExactly("m-9", "m-B", "m-_", "m-a", "m-b", "m-é");
    }
}
