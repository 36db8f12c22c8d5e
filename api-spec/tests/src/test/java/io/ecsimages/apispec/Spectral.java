package io.ecsimages.apispec;

import static org.assertj.core.api.Assertions.assertThat;
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

/** Runs the linter Spectral with the rules in {@code lint.yaml}. Aborts the test if Node.js is missing. */
final class Spectral {

    private static final Path PACKAGE = Path.of("tests", "src", "test", "node", "package.json");
    private static final Path RULES = Path.of("lint.yaml");

    /** The working folder. It is below that of the rules, since their overrides apply to documents below it only. */
    static final Path WORK = Path.of("target", "lint");

    private Spectral() {}

    /** One violation of a rule. The message contains the JSON path. */
    record Finding(String document, String rule, String message) {}

    /** Lints documents in one process, since its start takes longer than the linting. */
    static List<Finding> lint(List<Path> documents) throws IOException, InterruptedException {
        install();
        var found = WORK.resolve("found.json");
        var command = new ArrayList<>(
                List.of("node", WORK.resolve("node_modules/.bin/spectral").toString(), "lint"));
        command.addAll(
                List.of("--quiet", "--format", "json", "--output", found.toString(), "--ruleset", RULES.toString()));
        documents.forEach(document -> command.add(document.toString()));
        // Exit status 1: findings. 2: Spectral cannot read a document or the rules.
        assertThat(run(command, Path.of("."), "spectral.log"))
                .as("exit status of Spectral; see %s", WORK.resolve("spectral.log"))
                .isLessThan(2);
        var findings = new ArrayList<Finding>();
        for (JsonNode finding : new ObjectMapper().readTree(found.toFile())) {
            findings.add(new Finding(
                    Path.of(finding.path("source").asText()).getFileName().toString(),
                    finding.path("code").asText(),
                    finding.path("path") + ": " + finding.path("message").asText()));
        }
        return findings;
    }

    /** Installs the pinned version, unless an earlier run has installed it. */
    private static void install() throws IOException, InterruptedException {
        for (String program : List.of("node", "npm")) {
            if (!isOnPath(program)) {
                var reason = "Spectral is skipped: " + program + " is not on the PATH";
                System.out.println(reason);
                abort(reason);
            }
        }
        var installed = WORK.resolve("installed.json");
        Files.createDirectories(WORK);
        if (Files.exists(installed) && Files.mismatch(installed, PACKAGE) < 0) {
            return;
        }
        Files.copy(PACKAGE, WORK.resolve("package.json"), StandardCopyOption.REPLACE_EXISTING);
        var npm = List.of(
                "npm",
                "install",
                "--prefer-offline",
                "--no-audit",
                "--no-fund",
                "--no-package-lock",
                "--ignore-scripts");
        assertThat(run(npm, WORK, "npm.log"))
                .as("exit status of npm install; see %s", WORK.resolve("npm.log"))
                .isZero();
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
