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

/** Texts are compared and sorted by their code points, on every database, whatever it would do by itself. */
@Tag("query")
@ServerTest
class ExactTextTest {

    /** Near misses of each other: case, accents, blanks, wildcards of SQL, escapes, forms of Unicode. */
    private static final List<String> TEXTS = List.of(
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
        for (String text : TEXTS) {
            images.add(image("m-" + TEXTS.indexOf(text), "ImageName", text, "Tags", tags(text, text)));
        }
        server.importDump(dump("cn-hangzhou", images), TestServer.ACCOUNT);
        server.importDump(
                dump("cn-beijing", image("m-b"), image("m-B"), image("m-_"), image("m-a"), image("m-é"), image("m-9")),
                TestServer.ACCOUNT);
    }

    static List<String> texts() {
        return TEXTS;
    }

    private static List<String> names(String... parameters) {
        var names = new ArrayList<String>();
        server.describe(parameters)
                .at("/Images/Image")
                .forEach(image -> names.add(image.path("ImageName").asText()));
        return names.stream().sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aNameMatchesItselfAlone(String text) {
        assertThat(names("ImageName", text)).containsExactly(text);
        assertThat(names("ImageName", text + "*"))
                .isEqualTo(TEXTS.stream()
                        .filter(name -> name.startsWith(text))
                        .sorted()
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aTagMatchesItselfAlone(String text) {
        assertThat(names("Tag.1.Key", text)).containsExactly(text);
        assertThat(names("Tag.1.Key", text, "Tag.1.Value", text)).containsExactly(text);
        assertThat(names("Tag.1.Key", text, "Tag.1.Value", text + " ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"M-0", "m-٠", "ｍ-0"})
    void anIdMatchesItselfAlone(String imageId) {
        assertThat(names("ImageId", imageId)).isEmpty();
    }

    @Test
    void imagesOfOneMomentAreSortedByTheCodePointsOfTheirIds() {
        var ids = new ArrayList<String>();
        server.describe("RegionId", "cn-beijing")
                .at("/Images/Image")
                .forEach(image -> ids.add(image.path("ImageId").asText()));
        assertThat(ids).containsExactly("m-9", "m-B", "m-_", "m-a", "m-b", "m-é");
    }
}
