package io.ecsimages.mutations;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.apispec.ContractSource;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A copy of the project, in which Maven runs all tests of the modules with a mutated contract.
 *
 * <p>The property {@code ecs-images.mutations.modules} names the modules, separated by commas.
 */
record Checkout(Path folder) {

    static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Set<String> NOT_COPIED = Set.of("target", ".git", "node_modules");
    static final String MODULES_PROPERTY = "ecs-images.mutations.modules";

    private static final String MODULES = System.getProperty(MODULES_PROPERTY, "api-spec/tests,client");
    private static final int TIMEOUT_MINUTES = 60;

    static Checkout copyTo(Path folder) throws IOException {
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (NOT_COPIED.contains(directory.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(folder.resolve(ROOT.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    Files.copy(file, folder.resolve(ROOT.relativize(file)));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return new Checkout(folder);
    }

    /**
     * Runs the tests of the modules, except for SeedDocumentsTest, which pins values, and VocabularyTest, which replaces lines
     * of the hand-written text; a mutant is JSON.
     *
     * @return the lines that Maven marks as errors; empty if all tests pass
     */
    List<String> test(ContractSource contract) throws IOException, InterruptedException {
        contract.writeTo(folder.resolve("api-spec/openapi"));
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("maven.home"), "bin", "mvn").toString());
        command.addAll(List.of("--batch-mode", "--projects", MODULES, "--also-make"));
        if (System.getProperty("maven.offline").equals("offline=true")) {
            command.add("--offline");
        }
        command.add("-Dmaven.repo.local=" + System.getProperty("maven.repository"));
        command.add("-Dtest=!SeedDocumentsTest,!VocabularyTest");
        command.add("-Dsurefire.failIfNoSpecifiedTests=false");
        command.add("test");
        var log = folder.resolve("mutant.log");
        var maven = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(maven.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES))
                    .as("Maven ends in time")
                    .isTrue();
        } finally {
            maven.destroy();
        }
        var lines = Files.readAllLines(log);
        assertThat(String.join("\n", lines)).as("Maven's log").contains("Tests run: ");
        return maven.exitValue() == 0
                ? List.of()
                : lines.stream().filter(line -> line.startsWith("[ERROR]")).toList();
    }
}
