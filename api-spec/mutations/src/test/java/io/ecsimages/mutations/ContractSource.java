package io.ecsimages.mutations;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.apispec.Bundler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The contents of the OpenAPI documents, which mutations change in a copy.
 *
 * @param documents the content of each document by its file name
 */
record ContractSource(Map<String, String> documents) {

    static ContractSource original() {
        try (var files = Files.list(Path.of("../openapi"))) {
            var documents = new TreeMap<String, String>();
            for (Path file : files.toList()) {
                documents.put(file.getFileName().toString(), Files.readString(file));
            }
            return new ContractSource(documents);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces a string that occurs exactly once in the documents. */
    ContractSource replace(String string, String replacement) {
        var occurrences = documents.values().stream()
                .mapToInt(content -> content.split(Pattern.quote(string), -1).length - 1)
                .sum();
        assertThat(occurrences).as("occurrences of %s", string).isEqualTo(1);
        var changed = new TreeMap<>(documents);
        changed.replaceAll((name, content) -> content.replace(string, replacement));
        return new ContractSource(changed);
    }

    /**
     * Writes the documents, and the bundled document that the documentation renders.
     *
     * @return the root document
     */
    Path writeTo(Path folder, Path documentation) throws IOException {
        Files.createDirectories(folder);
        for (var document : documents.entrySet()) {
            Files.writeString(folder.resolve(document.getKey()), document.getValue());
        }
        var root = folder.resolve("ecs-images.yaml");
        var noOverlays = Files.createDirectories(folder.resolve("overlays"));
        Bundler.main(new String[] {
            root.toString(),
            noOverlays.toString(),
            "../samples",
            folder.resolve("bundle").toString()
        });
        Files.createDirectories(documentation);
        Files.copy(folder.resolve("bundle/ecs-images.json"), documentation.resolve("openapi.json"));
        return root;
    }
}
