package io.ecsimages.apispec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The text of the OpenAPI documents, which tests of messages with line numbers change in a copy.
 *
 * @param files the content of each document by its file name
 */
record ContractText(Map<String, String> files) {

    /** The documents as they are in the project. */
    static final ContractText ORIGINAL = new ContractText(read());

    /** The documents that tests change. The other documents repeat many of their strings. */
    private static final Set<String> CHANGEABLE = Set.of("ecs-images.yaml", "describe-images.yaml", "common.yaml");

    /** Replaces a string that occurs exactly once in the changeable documents. */
    ContractText replace(String string, String replacement) {
        var occurrences = CHANGEABLE.stream()
                .map(files::get)
                .mapToInt(content -> content.split(Pattern.quote(string), -1).length - 1)
                .sum();
        assertThat(occurrences).as("occurrences of %s", string).isEqualTo(1);
        var changed = new TreeMap<>(files);
        changed.replaceAll(
                (name, content) -> CHANGEABLE.contains(name) ? content.replace(string, replacement) : content);
        return new ContractText(changed);
    }

    /** Writes all documents into a folder and returns the root document. */
    Path writeTo(Path folder) {
        try {
            for (var file : files.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
            return folder.resolve("ecs-images.yaml");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> read() {
        try (var files = Files.list(Path.of("openapi"))) {
            var contents = new TreeMap<String, String>();
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
            return contents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
