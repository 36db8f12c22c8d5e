package io.ecsimages.apispec;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Map;
import java.util.TreeMap;

/** Writes the contract in one piece, as YAML and as JSON, in each language, for readers and for other generators. */
public final class Bundle {

    private Bundle() {}

    /**
     * @param arguments the root of the documents; the folder of the overlays, in a folder for each language; the folder of
     *     the code samples; and the folder to write {@code <name of the root>.yaml}, {@code <name>.<language>.yaml} and so
     *     on to, and the same as {@code .json}
     */
    public static void main(String[] arguments) throws IOException {
        var root = Path.of(arguments[0]);
        var folder = Files.createDirectories(Path.of(arguments[3]));
        var name = root.getFileName().toString().replaceFirst("\\.yaml$", "");
        var document = document(root, Path.of(arguments[2]));
        for (var language : translations(document, Path.of(arguments[1])).entrySet()) {
            var translation = language.getValue();
            translation.gaps().forEach(gap -> System.err.println("[WARNING] " + language.getKey() + ": " + gap));
            ErrorTable.write(translation.document());
            write(folder.resolve(name + "." + language.getKey()), translation.document());
        }
        ErrorTable.write(document);
        write(folder.resolve(name), document);
    }

    /** The contract in one piece, in the language in which it is written, without the tables of errors. */
    static JsonNode document(Path root, Path samples) throws IOException {
        var parsed = read(root);
        new Contract(parsed).forReaders();
        var document = Json.mapper().readTree(Json.pretty(parsed));
        CodeSamples.write(document, samples);
        return document;
    }

    /** The contract in each language that it is translated into, by the name of the language (BCP 47). */
    static Map<String, Translation> translations(JsonNode document, Path overlays) throws IOException {
        var translations = new TreeMap<String, Translation>();
        try (var languages = Files.newDirectoryStream(overlays)) {
            for (Path language : languages) {
                translations.put(language.getFileName().toString(), Translation.of(document, language));
            }
        }
        return translations;
    }

    private static void write(Path file, JsonNode document) throws IOException {
        write(file.resolveSibling(file.getFileName() + ".yaml"), yaml().writeValueAsString(document));
        write(file.resolveSibling(file.getFileName() + ".json"), Json.pretty(document) + "\n");
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
