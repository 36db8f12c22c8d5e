package io.ecsimages.mutations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.openapitools.codegen.CodegenConstants;
import org.openapitools.codegen.DefaultGenerator;
import org.openapitools.codegen.config.CodegenConfigurator;
import org.w3c.dom.NodeList;

/** A module with generated code. It is built from a contract and the module's hand-written sources, as Maven does. */
enum GeneratedModule {
    SERVER,
    CLIENT;

    /** The class path of the tests, which has the libraries of server and client, but not server and client themselves. */
    static final String LIBRARY_CLASS_PATH = System.getProperty("java.class.path");

    private Path folder(Path project) {
        return project.resolve(name().toLowerCase(Locale.ROOT));
    }

    /** Returns the classes in the project or in the copy of it in which a mutant is built. */
    Path classes(Path project) {
        return folder(project).resolve("target/classes");
    }

    /**
     * Generates and compiles the module in a folder that becomes a copy of the project.
     *
     * @param contract the root document
     * @return the names of the files with compile errors; empty if the build succeeds
     */
    Set<String> build(Path contract, Path project) throws Exception {
        var sources = folder(project).resolve("target/generated-sources");
        generate(contract, sources);
        var files = new ArrayList<>(javaFiles(sources));
        files.addAll(javaFiles(folder(Checkout.ROOT).resolve("src/main/java")));
        // The class loader of this class loads the processors once for all modules and mutations.
        var processors = ServiceLoader.load(Processor.class);
        return compile(files, LIBRARY_CLASS_PATH, Files.createDirectories(classes(project)), processors);
    }

    private void generate(Path contract, Path sources) throws Exception {
        var options = new LinkedHashMap<>(generatorOptions(Checkout.ROOT.resolve("pom.xml")));
        options.putAll(generatorOptions(folder(Checkout.ROOT).resolve("pom.xml")));
        var configurator = new CodegenConfigurator()
                .setGeneratorName(options.get("generatorName"))
                .setInputSpec(contract.toString())
                .setOutputDir(sources.toString())
                .setApiPackage(options.get("apiPackage"))
                .setModelPackage(options.get("modelPackage"))
                .setInvokerPackage(options.get("invokerPackage"));
        options.forEach(configurator::addAdditionalProperty);
        var generator = new DefaultGenerator();
        for (var disabled : List.of(
                CodegenConstants.API_DOCS,
                CodegenConstants.API_TESTS,
                CodegenConstants.MODEL_DOCS,
                CodegenConstants.MODEL_TESTS)) {
            generator.setGeneratorPropertyDefault(disabled, "false");
        }
        generator.opts(configurator.toClientOptInput()).generate();
    }

    /** Reads the options of the code generator from a POM. */
    private static Map<String, String> generatorOptions(Path pom) throws Exception {
        var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
        var configuration = "//plugin[artifactId='openapi-generator-maven-plugin']//configuration";
        var wanted = String.join(
                " | ",
                configuration + "/configOptions/*",
                configuration + "/generatorName",
                configuration + "/apiPackage",
                configuration + "/modelPackage",
                configuration + "/invokerPackage");
        var nodes = (NodeList) XPathFactory.newInstance().newXPath().evaluate(wanted, document, XPathConstants.NODESET);
        var options = new LinkedHashMap<String, String>();
        for (int i = 0; i < nodes.getLength(); i++) {
            options.put(nodes.item(i).getNodeName(), nodes.item(i).getTextContent());
        }
        return options;
    }

    static List<Path> javaFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    /**
     * Compiles Java files.
     *
     * @return the names of the files with compile errors
     */
    static Set<String> compile(List<Path> files, String classPath, Path classes, Iterable<Processor> processors) {
        var diagnostics = new DiagnosticCollector<JavaFileObject>();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var fileManager = compiler.getStandardFileManager(null, null, null)) {
            var options = List.of(
                    "-d", classes.toString(), "-classpath", classPath, "-parameters", "--release", "17", "-nowarn");
            var units = fileManager.getJavaFileObjectsFromPaths(files);
            var task = compiler.getTask(null, fileManager, diagnostics, options, null, units);
            task.setProcessors(processors);
            boolean compiled = task.call();
            var filesWithErrors = new TreeSet<String>();
            diagnostics.getDiagnostics().stream()
                    .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                    .forEach(diagnostic -> filesWithErrors.add(
                            diagnostic.getSource() == null
                                    ? diagnostic.getMessage(null)
                                    : Path.of(diagnostic.getSource().toUri())
                                            .getFileName()
                                            .toString()));
            if (compiled == filesWithErrors.isEmpty()) {
                return filesWithErrors;
            }
            throw new AssertionError("the compiler failed without an error: " + diagnostics.getDiagnostics());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
