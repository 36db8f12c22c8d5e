package io.ecsimages.apispec;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import io.swagger.parser.OpenAPIParser;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.core.util.Yaml;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes the contract in one piece, as YAML and as JSON, for readers and for other generators. */
public final class Bundle {

    private Bundle() {}

    /**
     * @param arguments the root of the documents, and the folder to write {@code <its name>.yaml} and {@code .json} to
     */
    public static void main(String[] arguments) throws IOException {
        var root = Path.of(arguments[0]);
        var folder = Files.createDirectories(Path.of(arguments[1]));
        var document = read(root);
        new Contract(document).forReaders();
        var name = root.getFileName().toString().replaceFirst("\\.yaml$", "");
        write(folder.resolve(name + ".yaml"), yaml().writeValueAsString(document));
        write(folder.resolve(name + ".json"), Json.pretty(document) + "\n");
    }

    /** A file that has not changed keeps its date. */
    private static void write(Path file, String text) throws IOException {
        if (Files.notExists(file) || !Files.readString(file).equals(text)) {
            Files.writeString(file, text);
        }
    }

    /** YAML in which a text that looks like a date is no date. */
    private static ObjectWriter yaml() {
        var quoting = new StringQuotingChecker.Default() {
            @Override
            public boolean needToQuoteValue(String text) {
                return super.needToQuoteValue(text) || text.matches("[0-9]{4}-[0-9]{2}-.*");
            }
        };
        var factory = YAMLFactory.builder()
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .disable(YAMLGenerator.Feature.SPLIT_LINES)
                .stringQuotingChecker(quoting)
                .build();
        return Yaml.mapper().copyWith(factory).writerWithDefaultPrettyPrinter();
    }

    /** The document with all that it refers to. */
    static OpenAPI read(Path root) {
        var options = new ParseOptions();
        options.setResolve(true);
        var result = new OpenAPIParser().readLocation(root.toUri().toString(), List.of(), options);
        if (!result.getMessages().isEmpty()) {
            throw new InvalidContractException(String.join("; ", result.getMessages()));
        }
        return result.getOpenAPI();
    }
}
