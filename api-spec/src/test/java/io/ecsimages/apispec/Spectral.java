package io.ecsimages.apispec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The linter Spectral with the rules of {@code lint.yaml}, where Node.js is present. */
final class Spectral {

    private static final Path PACKAGE = Path.of("src", "test", "node", "package.json");
    private static final Path RULES = Path.of("lint.yaml");

    /** Where it is installed. The rules have exceptions by place, which hold for documents beneath their own folder alone. */
    static final Path WORK = Path.of("target", "lint");

    private Spectral() {}

    /** What a rule has to say of a place of a document. */
    record Finding(String document, String rule, String message) {}

    /** All findings in these documents, by one process, since starting it costs more than a small document. */
    static List<Finding> lint(List<Path> documents) throws IOException, InterruptedException {
        install();
        var found = WORK.resolve("found.json");
        var command = new ArrayList<>(
                List.of("node", WORK.resolve("node_modules/.bin/spectral").toString(), "lint"));
        command.addAll(
                List.of("--quiet", "--format", "json", "--output", found.toString(), "--ruleset", RULES.toString()));
        documents.forEach(document -> command.add(document.toString()));
        // 1: it found errors. 2: it could not read a document or the rules.
        assertTrue(
                run(command, Path.of("."), "spectral.log") < 2, "Spectral failed: see " + WORK.resolve("spectral.log"));
        var findings = new ArrayList<Finding>();
        for (JsonNode finding : new ObjectMapper().readTree(found.toFile())) {
            findings.add(new Finding(
                    Path.of(finding.path("source").asText()).getFileName().toString(),
                    finding.path("code").asText(),
                    finding.path("path") + ": " + finding.path("message").asText()));
        }
        return findings;
    }

    /** Installs the pinned version, unless it is there since the last time. */
    private static void install() throws IOException, InterruptedException {
        for (String program : List.of("node", "npm")) {
            if (!isOnPath(program)) {
                var why = program + " is not on the PATH: the contract is not linted by Spectral";
                System.out.println(why);
                abort(why);
            }
        }
        var installed = WORK.resolve("installed.json");
        Files.createDirectories(WORK);
        if (Files.exists(installed) && Files.mismatch(installed, PACKAGE) < 0) {
            return;
        }
        Files.copy(PACKAGE, WORK.resolve("package.json"), StandardCopyOption.REPLACE_EXISTING);
        var npm = List.of("npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts");
        assertEquals(0, run(npm, WORK, "npm.log"), "npm install failed: see " + WORK.resolve("npm.log"));
        Files.copy(PACKAGE, installed, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean isOnPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static int run(List<String> command, Path folder, String log) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(WORK.resolve(log).toFile())
                .start()
                .waitFor();
    }
}
