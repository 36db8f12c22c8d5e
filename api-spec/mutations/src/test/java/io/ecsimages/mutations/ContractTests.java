package io.ecsimages.mutations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import javax.annotation.processing.Processor;

/**
 * A run of tests of a module on a mutant, in a child process: those with the tag {@code contract}. The tests of the client are
 * compiled with the mutant, because they use constants of generated classes.
 */
final class ContractTests implements AutoCloseable {

    private static final String TAG = "contract";
    private static final String API_SPEC_TESTS = "api-spec/tests";
    private static final Path TEST_SOURCES = Path.of("src/test/java");
    private static final Path TEST_CLASSES = Path.of("target/test-classes");

    private final String module;
    private final Path log;
    private final JavaProcess process;

    /**
     * Starts the tests.
     *
     * @param project the copy of the project, in which the mutant is built
     * @param module the name of the module
     * @param classPath the classes of the tests and of the mutant
     * @param classNames the tests
     */
    private ContractTests(Path project, String module, List<Path> classPath, List<String> classNames)
            throws IOException {
        assertThat(classNames).as("tests of %s with the tag %s", module, TAG).isNotEmpty();
        this.module = module;
        log = project.resolve(module + "-tests.log");
        var arguments =
                new ArrayList<>(List.of("execute", "--disable-banner", "--details=summary", "--include-tag", TAG));
        classNames.forEach(name -> arguments.addAll(List.of("--select-class", name)));
        process = JavaProcess.start(
                project.resolve(module), log, classPath, "org.junit.platform.console.ConsoleLauncher", arguments);
    }

    static ContractTests ofApiSpec(Path project) throws IOException {
        var classPath = List.of(project.resolve("api-spec/target/classes"), testClasses(API_SPEC_TESTS));
        return new ContractTests(project, "api-spec", classPath, classNames(API_SPEC_TESTS));
    }

    static ContractTests ofClient(Path project) throws IOException {
        var classes = Files.createDirectories(project.resolve("client").resolve(TEST_CLASSES));
        var main = GeneratedModule.CLIENT.classes(project);
        var compileErrors = GeneratedModule.compile(
                GeneratedModule.javaFiles(Checkout.ROOT.resolve("client").resolve(TEST_SOURCES)),
                main + File.pathSeparator + GeneratedModule.LIBRARY_CLASS_PATH,
                classes,
                ServiceLoader.load(Processor.class));
        assertThat(compileErrors).as("tests of the client with compile errors").isEmpty();
        return new ContractTests(project, "client", List.of(classes, main), classNames("client"));
    }

    static ContractTests ofServer(Path project, List<String> classNames) throws IOException {
        var classPath = new ArrayList<>(SystemUnderTest.serverClassPath(project));
        classPath.add(GeneratedModule.CLIENT.classes(project));
        classPath.add(testClasses("server"));
        return new ContractTests(project, "server", classPath, classNames);
    }

    private static Path testClasses(String module) {
        return Checkout.ROOT.resolve(module).resolve(TEST_CLASSES);
    }

    /** Returns the names of the classes of a module that have tests with the tag. */
    static List<String> classNames(String module) {
        var sources = Checkout.ROOT.resolve(module).resolve(TEST_SOURCES);
        try {
            var names = new ArrayList<String>();
            for (Path file : GeneratedModule.javaFiles(sources)) {
                if (Files.readString(file).contains("@Tag(\"" + TAG + "\")")) {
                    names.add(sources.relativize(file)
                            .toString()
                            .replace(".java", "")
                            .replace('/', '.'));
                }
            }
            return names.stream().sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the end of the tests, and expects that all pass. */
    void verify() throws IOException, InterruptedException {
        var status = process.await();
        var output = Files.readString(log);
        assertThat(output).as("tests of the %s on the mutant", module).containsPattern("[1-9]\\d* tests successful");
        assertThat(status)
                .as("tests of the %s on the mutant:\n%s", module, output)
                .isZero();
    }

    @Override
    public void close() {
        process.close();
    }
}
