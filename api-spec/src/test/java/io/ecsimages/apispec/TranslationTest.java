package io.ecsimages.apispec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.core.util.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract in Chinese says all that it says in English, and nothing else. */
class TranslationTest {

    private static JsonNode original;
    private static Translation chinese;

    @TempDir
    private Path folder;

    @BeforeAll
    static void read() throws IOException {
        original = Bundle.document(Path.of("openapi/ecs-images.yaml"), Path.of("samples"));
        chinese = Bundle.translations(original, Path.of("overlays")).get("zh-CN");
    }

    private Translation translation(String target, String update) throws IOException {
        Files.writeString(
                folder.resolve("words.yaml"), "actions: [{target: \"" + target + "\", update: " + update + "}]");
        return Translation.of(original, folder);
    }

    private static List<String> gapsButUntranslated(Translation translation) {
        return translation.gaps().stream()
                .filter(gap -> !gap.startsWith("not translated: "))
                .toList();
    }

    @Test
    void everyTextIsTranslatedAndEveryTranslationHasItsText() {
        assertEquals(List.of(), chinese.gaps());
        assertEquals("ECS 镜像目录", chinese.document().at("/info/title").asText(), "the words are those of the overlays");
    }

    @Test
    void onlyWordsDiffer() {
        assertNotEquals(original, chinese.document());
        assertEquals(withoutWords(original), withoutWords(chinese.document()));
    }

    private static JsonNode withoutWords(JsonNode document) {
        var copy = document.deepCopy();
        var objects = new ArrayList<JsonNode>(List.of(copy));
        for (int i = 0; i < objects.size(); i++) {
            objects.get(i).forEach(objects::add);
            if (objects.get(i) instanceof ObjectNode object) {
                for (String word : List.of("title", "summary", "description", "x-displayName")) {
                    if (object.path(word).isTextual()) {
                        object.remove(word);
                    }
                }
            }
        }
        return copy;
    }

    @Test
    void aTextWithoutTranslationIsNamedAndStaysAsItIs() throws IOException {
        var translation = translation("$.info", "{title: 目录}");
        assertTrue(translation.gaps().contains("not translated: /info/description"), translation.gaps()::toString);
        assertTrue(!translation.gaps().contains("not translated: /info/title"), translation.gaps()::toString);
        assertEquals(original.at("/info/description"), translation.document().at("/info/description"));
    }

    @Test
    void whatIsTranslatedButNotThereIsNamedAndNotAdded() throws IOException {
        var target = "$.paths['/#Action=DescribeImages'].parameters[?(@.name == 'Imageid')]";
        assertEquals(
                List.of("words.yaml: not there: " + target),
                gapsButUntranslated(translation(target, "{description: 镜像 ID。}")));
        var translation = translation("$.components.schemas.Image", "{properties: {Imageid: {description: 镜像 ID。}}}");
        assertEquals(
                List.of("not there: words.yaml: $.components.schemas.Image.properties.Imageid"),
                gapsButUntranslated(translation));
        assertTrue(translation
                .document()
                .at("/components/schemas/Image/properties/Imageid")
                .isMissingNode());
    }

    @Test
    void anOverlayChangesNothingButWords() throws IOException {
        var translation = translation("$.components.schemas.Image.properties.ImageId", "{maxLength: 64, example: 镜像}");
        assertEquals(2, gapsButUntranslated(translation).size());
        assertEquals(Json.pretty(original), Json.pretty(translation.document()));
    }
}
