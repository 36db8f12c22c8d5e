package io.ecsimages.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

/** A module that is generated in part: built from a contract and its hand-written sources as Maven builds it. */
enum Module {
    SERVER,
    CLIENT;

    /** The libraries: the class path of the tests, where neither server nor client are. */
    static final String LIBRARIES = System.getProperty("java.class.path");

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    Path folder() {
        return ROOT.resolve(name().toLowerCase(java.util.Locale.ROOT));
    }

    /** What the ordinary build made of the contract as it stands. */
    Path builtClasses() {
        return folder().resolve("target/classes");
    }

    /**
     * Generates and compiles.
     *
     * @param contract the root of the documents
     * @param output a folder, for {@code sources} and {@code classes}
     * @return the hand-written files that the compiler refuses; where there are none, the module is built
     */
    Set<String> build(Path contract, Path output) throws Exception {
        var sources = output.resolve("sources");
        generate(contract, sources);
        var files = new ArrayList<>(javaFiles(sources));
        files.addAll(javaFiles(folder().resolve("src/main/java")));
        return compile(files, LIBRARIES, Files.createDirectories(output.resolve("classes")));
    }

    private void generate(Path contract, Path sources) throws Exception {
        var options = new LinkedHashMap<>(generatorOptions(ROOT.resolve("pom.xml")));
        options.putAll(generatorOptions(folder().resolve("pom.xml")));
        var configurator = new CodegenConfigurator()
                .setGeneratorName(options.get("generatorName"))
                .setInputSpec(contract.toString())
                .setOutputDir(sources.toString())
                .setApiPackage(options.get("apiPackage"))
                .setModelPackage(options.get("modelPackage"))
                .setInvokerPackage(options.get("invokerPackage"));
        options.forEach(configurator::addAdditionalProperty);
        var generator = new DefaultGenerator();
        for (var unwanted : List.of(
                CodegenConstants.API_DOCS,
                CodegenConstants.API_TESTS,
                CodegenConstants.MODEL_DOCS,
                CodegenConstants.MODEL_TESTS)) {
            generator.setGeneratorPropertyDefault(unwanted, "false");
        }
        generator.opts(configurator.toClientOptInput()).generate();
    }

    /** What a POM tells the generator. */
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

    private static List<Path> javaFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    /**
     * @return the names of the files that the compiler refuses
     */
    static Set<String> compile(List<Path> files, String classPath, Path classes) {
        var problems = new DiagnosticCollector<JavaFileObject>();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var fileManager = compiler.getStandardFileManager(null, null, null)) {
            var options = List.of(
                    "-d", classes.toString(), "-classpath", classPath, "-parameters", "--release", "17", "-nowarn");
            var units = fileManager.getJavaFileObjectsFromPaths(files);
            var task = compiler.getTask(null, fileManager, problems, options, null, units);
            // Of one class loader, so that they are loaded once for all modules and mutations.
            task.setProcessors(ServiceLoader.load(Processor.class));
            boolean compiled = task.call();
            var refused = new TreeSet<String>();
            problems.getDiagnostics().stream()
                    .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
                    .forEach(problem -> refused.add(
                            problem.getSource() == null
                                    ? problem.getMessage(null)
                                    : Path.of(problem.getSource().toUri())
                                            .getFileName()
                                            .toString()));
            if (compiled == refused.isEmpty()) {
                return refused;
            }
            throw new AssertionError("the compiler failed without a reason: " + problems.getDiagnostics());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
