package io.ecsimages.apispec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page of the vocabulary in the documentation is up to date and complete. */
class VocabularyPageTest {

    private static final Path PAGE = Path.of("../docs/reference/vocabulary.md");
    private static final Path GENERATED = Path.of("target/vocabulary.md");

    @Test
    void pageIsUpToDate() throws IOException {
        Files.writeString(GENERATED, VocabularyPage.render());
        assertThat(PAGE)
                .as("the page differs from the vocabulary; copy api-spec/%s to docs/reference", GENERATED)
                .hasSameTextualContentAs(GENERATED);
    }

    @Test
    void describesEveryKeyword() {
        for (JsonNode definition : Vocabulary.definition().path("$defs")) {
            if (definition.has("title")) {
                assertThat(definition.path("description").asText())
                        .as(definition.path("title").asText())
                        .isNotEmpty();
                definition
                        .path("properties")
                        .fields()
                        .forEachRemaining(keyword -> assertThat(
                                        keyword.getValue().path("description").asText())
                                .as("%s of %s", keyword.getKey(), definition.path("title"))
                                .endsWith("."));
            }
        }
    }
}
