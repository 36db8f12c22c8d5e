package io.ecsimages.apispec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.core.util.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Adds the code samples to the operations as {@code x-codeSamples}.
 *
 * <p>The samples of an operation are the files in the folder with its operationId. {@code samples.yaml} lists the possible
 * file names with their languages and labels, in the order of the documentation.
 */
final class CodeSamples {

    private CodeSamples() {}

    static void addTo(JsonNode document, Path folder) throws IOException {
        var kinds = Yaml.mapper().readTree(folder.resolve("samples.yaml").toFile());
        for (JsonNode path : document.path("paths")) {
            var operation = (ObjectNode) path.path("get");
            var samples = operation.arrayNode();
            for (JsonNode kind : kinds) {
                var file = folder.resolve(operation.path("operationId").asText())
                        .resolve(kind.path("file").asText());
                if (Files.exists(file)) {
                    samples.addObject()
                            .put("lang", kind.path("lang").asText())
                            .put("label", kind.path("label").asText())
                            .put("source", Files.readString(file));
                }
            }
            if (!samples.isEmpty()) {
                operation.set("x-codeSamples", samples);
            }
        }
    }
}
