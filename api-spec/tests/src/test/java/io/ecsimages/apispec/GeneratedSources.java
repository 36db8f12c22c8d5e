package io.ecsimages.apispec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openapitools.codegen.DefaultGenerator;
import org.openapitools.codegen.config.CodegenConfigurator;

/** Runs the code generator and reads the Java sources that it writes. */
final class GeneratedSources {

    private static final Pattern COMMENT_OR_STRING =
            Pattern.compile("\"(?:\\\\.|[^\"\\\\])*+\"|/\\*(?s:.*?)\\*/|//[^\n]*");

    private final Path folder;

    private GeneratedSources(Path folder) {
        this.folder = folder;
    }

    static GeneratedSources server(ContractSource contract, Path folder) {
        return server(contract, folder, Map.of());
    }

    /** Generates the server with additional generator options. */
    static GeneratedSources server(ContractSource contract, Path folder, Map<String, String> options) {
        return server(contract.writeTo(folder), folder.resolve("output"), options);
    }

    /**
     * Generates the server.
     *
     * @param root the root document
     * @param options additional options of the generator
     */
    static GeneratedSources server(Path root, Path output, Map<String, String> options) {
        return generate("io.micronaut.openapi.generator.EcsImagesServerCodegen", root, output, options);
    }

    static GeneratedSources client(ContractSource contract, Path folder) {
        return client(contract.writeTo(folder), folder.resolve("output"));
    }

    /** Generates the client from a root document. */
    static GeneratedSources client(Path root, Path output) {
        return generate("io.micronaut.openapi.generator.EcsImagesClientCodegen", root, output, Map.of());
    }

    private static GeneratedSources generate(
            String generatorName, Path root, Path output, Map<String, String> options) {
        var configurator = new CodegenConfigurator()
                .setGeneratorName(generatorName)
                .setInputSpec(root.toString())
                .setOutputDir(output.toString())
                .setApiPackage("api")
                .setModelPackage("model")
                .setInvokerPackage("invoker")
                .addAdditionalProperty("clientId", "ecs-images");
        options.forEach(configurator::addAdditionalProperty);
        var generator = new DefaultGenerator();
        generator.setGenerateMetadata(false);
        generator.opts(configurator.toClientOptInput()).generate();
        return new GeneratedSources(output.resolve("src/main/java"));
    }

    /** Returns the fully qualified names of all classes. */
    Set<String> classNames() {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file)
                            .toString()
                            .replace(".java", "")
                            .replace('/', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the source of each class without comments and empty lines. */
    Map<String, String> code() {
        var code = new TreeMap<String, String>();
        for (String className : classNames()) {
            code.put(
                    className,
                    COMMENT_OR_STRING
                            .matcher(read(className))
                            .replaceAll(match ->
                                    match.group().startsWith("/") ? "" : Matcher.quoteReplacement(match.group()))
                            .lines()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty())
                            .collect(Collectors.joining("\n")));
        }
        return code;
    }

    private String read(String className) {
        try {
            return Files.readString(file(className));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the file of a class. */
    Path file(String className) {
        return folder.resolve(className.replace('.', '/') + ".java");
    }

    /** Returns the source of a class, with each run of white space replaced by one space. */
    String source(String className) {
        return read(className).replaceAll("\\s+", " ");
    }
}
