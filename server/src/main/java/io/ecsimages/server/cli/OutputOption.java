package io.ecsimages.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import picocli.CommandLine.Option;

/** The option that selects the format of a command's output. */
final class OutputOption {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Written on the command line as they are here. */
    enum Format {
        text,
        json
    }

    @Option(
            names = "--output",
            defaultValue = "text",
            paramLabel = "FORMAT",
            description = "The format of the output: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Format format;

    /** Returns the text, or the fields as a JSON object in one line. */
    String render(String text, Map<String, Object> fields) {
        try {
            return format == Format.json ? JSON.writeValueAsString(fields) : text;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
