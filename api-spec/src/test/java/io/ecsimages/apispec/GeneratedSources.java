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

/** Runs the code generator and reads the Java sources that it writes. */
final class GeneratedSources {

    private final Path folder;

    private GeneratedSources(Path folder) {
        this.folder = folder;
    }

    static GeneratedSources server(ContractSource contract, Path folder) {
        return server(contract, folder, Map.of());
    }

    /** Generates the server with additional generator options. */
    static GeneratedSources server(ContractSource contract, Path folder, Map<String, String> options) {
        return generate("io.micronaut.openapi.generator.EcsImagesServerCodegen", contract, folder, options);
    }

    static GeneratedSources client(ContractSource contract, Path folder) {
        return generate("io.micronaut.openapi.generator.EcsImagesClientCodegen", contract, folder, Map.of());
    }

    private static GeneratedSources generate(
            String generatorName, ContractSource contract, Path folder, Map<String, String> options) {
        var output = folder.resolve("output");
        var configurator = new CodegenConfigurator()
                .setGeneratorName(generatorName)
                .setInputSpec(contract.writeTo(folder).toString())
                .setOutputDir(output.toString())
                .setApiPackage("api")
                .setModelPackage("model")
                .setInvokerPackage("invoker")
                .addAdditionalProperty("clientId", "ecs-images");
        options.forEach(configurator::addAdditionalProperty);
        new DefaultGenerator().opts(configurator.toClientOptInput()).generate();
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

    /** Returns the file of a class. */
    Path file(String className) {
        return folder.resolve(className.replace('.', '/') + ".java");
    }

    /** Returns the source of a class, with each run of white space replaced by one space. */
    String source(String className) {
        try {
            return Files.readString(file(className)).replaceAll("\\s+", " ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
