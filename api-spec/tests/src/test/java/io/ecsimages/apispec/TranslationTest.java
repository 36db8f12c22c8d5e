package io.ecsimages.apispec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.core.util.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("contract")
class TranslationTest {

    private static JsonNode original;
    private static Translation chinese;

    @TempDir
    private Path folder;

    @BeforeAll
    static void read() throws IOException {
        original = Bundler.bundle(Path.of("openapi/ecs-images.yaml"), Path.of("samples"));
        chinese = Bundler.translations(original, Path.of("overlays")).get("zh-CN");
    }

    private Translation translate(String target, String update) throws IOException {
        Files.writeString(
                folder.resolve("overlay.yaml"), "actions: [{target: \"" + target + "\", update: " + update + "}]");
        return Translation.of(original, folder);
    }

    private static List<String> warningsOfOverlays(Translation translation) {
        return translation.warnings().stream()
                .filter(warning -> !warning.startsWith("not translated: "))
                .toList();
    }

    @Test
    void chineseTranslationIsComplete() {
        assertThat(chinese.warnings()).isEmpty();
        assertThat(chinese.document().at("/info/title").asText()).isEqualTo("ECS 镜像 API");
    }

    @Test
    void chineseTranslationChangesOnlyTranslatedFields() {
        assertThat(chinese.document()).isNotEqualTo(original);
        assertThat(withoutTranslatedFields(chinese.document())).isEqualTo(withoutTranslatedFields(original));
    }

    private static JsonNode withoutTranslatedFields(JsonNode document) {
        var copy = document.deepCopy();
        var objects = new ArrayList<JsonNode>(List.of(copy));
        for (int i = 0; i < objects.size(); i++) {
            objects.get(i).forEach(objects::add);
            if (objects.get(i) instanceof ObjectNode object) {
                for (String field : List.of("title", "summary", "description", "x-displayName")) {
                    if (object.path(field).isTextual()) {
                        object.remove(field);
                    }
                }
            }
        }
        return copy;
    }

    @Test
    void untranslatedStringYieldsWarningAndStaysEnglish() throws IOException {
        var translation = translate("$.info", "{title: 目录}");
        assertThat(translation.warnings())
                .contains("not translated: /info/description")
                .doesNotContain("not translated: /info/title");
        assertThat(translation.document().at("/info/description")).isEqualTo(original.at("/info/description"));
    }

    @Test
    void translationOfUnknownStringYieldsWarning() throws IOException {
        var target = "$.paths['/#Action=DescribeImages'].parameters[?(@.name == 'Imageid')]";
        assertThat(warningsOfOverlays(translate(target, "{description: 镜像 ID。}")))
                .containsExactly("overlay.yaml: target not found: " + target);
        var translation = translate("$.components.schemas.Image", "{properties: {Imageid: {description: 镜像 ID。}}}");
        assertThat(warningsOfOverlays(translation))
                .containsExactly("field not found: overlay.yaml: $.components.schemas.Image.properties.Imageid");
        assertThat(translation
                        .document()
                        .at("/components/schemas/Image/properties/Imageid")
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void overlayChangesOnlyTranslatedFields() throws IOException {
        var translation = translate("$.components.schemas.Image.properties.ImageId", "{maxLength: 64, example: 镜像}");
        assertThat(warningsOfOverlays(translation)).hasSize(2);
        assertThat(Json.pretty(translation.document())).isEqualTo(Json.pretty(original));
    }

    @Test
    void refusesOverlayThatIsNotYaml() throws IOException {
        Files.writeString(folder.resolve("overlay.yaml"), "actions:\n  - target: $.info\n update: {title: 目录}\n");
        assertThatExceptionOfType(InvalidContractException.class)
                .isThrownBy(() -> Translation.of(original, folder))
                .withMessageMatching("The OpenAPI document is invalid: .+/overlay\\.yaml:3: is not YAML: .+");
    }
}
