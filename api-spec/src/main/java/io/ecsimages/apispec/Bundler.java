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

/** Bundles the OpenAPI documents into one file per language, and one portable file per operation, as YAML and as JSON. */
public final class Bundler {

    private Bundler() {}

    /**
     * Writes {@code <root>.yaml}, {@code <root>.json}, both again per language, as in {@code <root>.zh-CN.yaml}, and the
     * {@linkplain PortableDocument portable documents} in the folder {@code portable}.
     *
     * @param arguments the root document; the overlay folder, with one subfolder per language; the folder of the code
     *     samples; the output folder
     */
    public static void main(String[] arguments) throws IOException {
        var root = Path.of(arguments[0]);
        var folder = Files.createDirectories(Path.of(arguments[3]));
        var name = root.getFileName().toString().replaceFirst("\\.yaml$", "");
        var document = bundle(root, Path.of(arguments[2]));
        for (var language : translations(document, Path.of(arguments[1])).entrySet()) {
            var translation = language.getValue();
            translation
                    .warnings()
                    .forEach(warning -> System.err.println("[WARNING] " + language.getKey() + ": " + warning));
            addTables(translation.document());
            write(folder.resolve(name + "." + language.getKey()), translation.document());
        }
        writePortable(document, Files.createDirectories(folder.resolve("portable")));
        addTables(document);
        write(folder.resolve(name), document);
    }

    private static void writePortable(JsonNode document, Path folder) throws IOException {
        for (PortableDocument portable : PortableDocument.allOf(document)) {
            write(folder.resolve(portable.action()), portable.document());
            if (!portable.xmlExample().isEmpty()) {
                writeIfChanged(folder.resolve(portable.action() + ".xml"), portable.xmlExample());
            }
        }
    }

    /** Returns the bundled document in English, without the tables of errors and evidence. */
    static JsonNode bundle(Path root, Path samples) throws IOException {
        SourceCheck.check(root);
        var parsed = parse(root);
        new ContractPreprocessor(parsed).prepareForReaders();
        var document = Json.mapper().readTree(Json.pretty(parsed));
        CodeSamples.addTo(document, samples);
        return document;
    }

    /** Returns the translations of a bundled document by language tag (BCP 47). */
    static Map<String, Translation> translations(JsonNode document, Path overlays) throws IOException {
        var translations = new TreeMap<String, Translation>();
        try (var languages = Files.newDirectoryStream(overlays)) {
            for (Path language : languages) {
                translations.put(language.getFileName().toString(), Translation.of(document, language));
            }
        }
        return translations;
    }

    /** Adds the tables of errors and evidence to the descriptions of tags. */
    static void addTables(JsonNode document) {
        ErrorTable.addTo(document);
        EvidenceTable.addTo(document);
    }

    private static void write(Path file, JsonNode document) throws IOException {
        writeIfChanged(
                file.resolveSibling(file.getFileName() + ".yaml"), yamlWriter().writeValueAsString(document));
        writeIfChanged(file.resolveSibling(file.getFileName() + ".json"), Json.pretty(document) + "\n");
    }

    /** Leaves an unchanged file alone, so that its modification time stays. */
    private static void writeIfChanged(Path file, String text) throws IOException {
        if (Files.notExists(file) || !Files.readString(file).equals(text)) {
            Files.writeString(file, text);
        }
    }

    /** Writes YAML that quotes a string which looks like a date. */
    private static ObjectWriter yamlWriter() {
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

    /** Parses a document and the documents that it references. */
    static OpenAPI parse(Path root) {
        var options = new ParseOptions();
        options.setResolve(true);
        var result = new OpenAPIParser().readLocation(root.toUri().toString(), List.of(), options);
        if (!result.getMessages().isEmpty()) {
            throw new InvalidContractException(String.join("; ", result.getMessages()));
        }
        return result.getOpenAPI();
    }
}
