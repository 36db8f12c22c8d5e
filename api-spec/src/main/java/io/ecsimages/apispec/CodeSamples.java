package io.ecsimages.apispec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.core.util.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Programs that make the calls, as {@code x-codeSamples}: for each call the files of a folder of its name, in the order
 * in which {@code samples.yaml} lists what a file may be.
 */
final class CodeSamples {

    private CodeSamples() {}

    static void write(JsonNode document, Path folder) throws IOException {
        var kinds = Yaml.mapper().readTree(folder.resolve("samples.yaml").toFile());
        for (JsonNode path : document.path("paths")) {
            var call = (ObjectNode) path.path("get");
            var samples = call.arrayNode();
            for (JsonNode kind : kinds) {
                var file = folder.resolve(call.path("operationId").asText())
                        .resolve(kind.path("file").asText());
                if (Files.exists(file)) {
                    samples.addObject()
                            .put("lang", kind.path("lang").asText())
                            .put("label", kind.path("label").asText())
                            .put("source", Files.readString(file));
                }
            }
            if (!samples.isEmpty()) {
                call.set("x-codeSamples", samples);
            }
        }
    }
}
