package io.ecsimages.apispec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.openapitools.codegen.DefaultGenerator;
import org.openapitools.codegen.config.CodegenConfigurator;

/** What the real generator writes for a document, with the options that the build gives it where they matter here. */
final class Generated {

    private final Path sources;

    private Generated(Path sources) {
        this.sources = sources;
    }

    static Generated server(Document document, Path folder) {
        return server(document, folder, Map.of());
    }

    /** The server with further options of the generator. */
    static Generated server(Document document, Path folder, Map<String, String> options) {
        return run("io.micronaut.openapi.generator.EcsImagesServerCodegen", document, folder, options);
    }

    static Generated client(Document document, Path folder) {
        return run("io.micronaut.openapi.generator.EcsImagesClientCodegen", document, folder, Map.of());
    }

    private static Generated run(String generatorName, Document document, Path folder, Map<String, String> options) {
        var output = folder.resolve("output");
        var configurator = new CodegenConfigurator()
                .setGeneratorName(generatorName)
                .setInputSpec(document.writeTo(folder).toString())
                .setOutputDir(output.toString())
                .setApiPackage("api")
                .setModelPackage("model")
                .setInvokerPackage("invoker")
                .addAdditionalProperty("clientId", "ecs-images");
        options.forEach(configurator::addAdditionalProperty);
        new DefaultGenerator().opts(configurator.toClientOptInput()).generate();
        return new Generated(output.resolve("src/main/java"));
    }

    /** The names of all classes, with their packages. */
    Set<String> classes() {
        try (var files = Files.walk(sources)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> sources.relativize(file)
                            .toString()
                            .replace(".java", "")
                            .replace('/', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The source of a class, its white space made even. */
    String source(String name) {
        return text(name).replaceAll("\\s+", " ");
    }

    private String text(String name) {
        try {
            return Files.readString(sources.resolve(name.replace('.', '/') + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
