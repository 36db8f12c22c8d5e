package io.ecsimages.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ecsimages.apispec.Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The documents of the contract by their names, to be changed in a copy. */
record Contract(Map<String, String> documents) {

    static Contract unchanged() {
        try (var files = Files.list(Path.of("../api-spec/openapi"))) {
            var documents = new TreeMap<String, String>();
            for (Path file : files.toList()) {
                documents.put(file.getFileName().toString(), Files.readString(file));
            }
            return new Contract(documents);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The contract with one place of it, which must stand there exactly once, written otherwise. */
    Contract with(String place, String otherwise) {
        var times = documents.values().stream()
                .mapToInt(text -> text.split(Pattern.quote(place), -1).length - 1)
                .sum();
        assertEquals(1, times, "how often the contract says " + place);
        var changed = new TreeMap<>(documents);
        changed.replaceAll((name, text) -> text.replace(place, otherwise));
        return new Contract(changed);
    }

    /**
     * Writes the documents, and what the documentation is made of: the whole in one piece.
     *
     * @return the root of the documents
     */
    Path writeTo(Path folder, Path documentation) throws IOException {
        Files.createDirectories(folder);
        for (var document : documents.entrySet()) {
            Files.writeString(folder.resolve(document.getKey()), document.getValue());
        }
        var root = folder.resolve("ecs-images.yaml");
        Bundle.main(new String[] {
            root.toString(),
            "../api-spec/overlays",
            "../api-spec/samples",
            folder.resolve("bundle").toString()
        });
        Files.createDirectories(documentation);
        Files.copy(folder.resolve("bundle/ecs-images.json"), documentation.resolve("openapi.json"));
        return root;
    }
}
