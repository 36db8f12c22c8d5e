package io.ecsimages.server.compatibility;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.ServerTest;
import io.ecsimages.server.http.Signer;
import io.micronaut.context.annotation.Property;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Alibaba Cloud's SDKs for Node.js, run by a script that reads requests and writes responses, one per line. */
@Tag("database-independent")
@ServerTest
@Property(name = "ecs-images.unsigned-account", value = "")
class NodeSdkTest extends SdkContract {

    private static final Path SOURCE = Path.of("src", "test", "node");
    /** The folder of the npm packages. */
    static final Path WORK = Path.of("target", "node");

    private static Process node;
    private static BufferedWriter calls;
    private static BufferedReader responses;

    static Stream<Sdk> sdks() {
        return Stream.of("ecs20140526", "ecs20140526 v2", "pop-core GET", "pop-core POST")
                .map(NodeSdk::new);
    }

    @BeforeAll
    static void startNode() throws IOException, InterruptedException {
        requireNode();
        copy("calls.js");
        node = new ProcessBuilder("node", "calls.js")
                .directory(WORK.toFile())
                .redirectError(WORK.resolve("calls.log").toFile())
                .start();
        calls = node.outputWriter(StandardCharsets.UTF_8);
        responses = node.inputReader(StandardCharsets.UTF_8);
    }

    /** Installs the SDKs; aborts the test if Node.js is not installed. */
    static void requireNode() throws IOException, InterruptedException {
        for (String program : List.of("node", "npm")) {
            if (!isOnPath(program)) {
                var reason = program + " is not on the PATH: the npm SDKs are not tested";
                System.out.println(reason);
                abort(reason);
            }
        }
        install();
    }

    /** Copies a script to the folder of the SDKs. */
    static void copy(String script) throws IOException {
        Files.copy(SOURCE.resolve(script), WORK.resolve(script), StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean isOnPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Installs the pinned versions unless an earlier run installed them. A file lock excludes other test JVMs. */
    static void install() throws IOException, InterruptedException {
        Files.createDirectories(WORK);
        try (var channel = FileChannel.open(WORK.resolve("lock"), CREATE, WRITE);
                var lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            installOnce();
        }
    }

    private static void installOnce() throws IOException, InterruptedException {
        var installed = WORK.resolve("installed.json");
        var required = SOURCE.resolve("package.json");
        if (Files.exists(installed) && Files.mismatch(installed, required) < 0) {
            return;
        }
        Files.copy(required, WORK.resolve("package.json"), StandardCopyOption.REPLACE_EXISTING);
        var log = WORK.resolve("npm.log");
        var npm = new ProcessBuilder(
                        "npm",
                        "install",
                        "--prefer-offline",
                        "--no-audit",
                        "--no-fund",
                        "--no-package-lock",
                        "--ignore-scripts")
                .directory(WORK.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(npm.waitFor()).as(() -> "npm install failed: see " + log).isEqualTo(0);
        Files.copy(required, installed, StandardCopyOption.REPLACE_EXISTING);
    }

    @AfterAll
    static void stopNode() throws IOException, InterruptedException {
        if (node != null) {
            calls.close();
            node.waitFor(10, TimeUnit.SECONDS);
            node.destroy();
        }
    }

    /** An SDK in one of its modes, by its name in the script. */
    record NodeSdk(String name) implements Sdk {

        @Override
        public String toString() {
            return "npm " + name;
        }

        @Override
        public JsonNode call(String endpoint, Signer key, Map<String, String> parameters) {
            var call = JSON.createObjectNode()
                    .put("client", name)
                    .put("endpoint", endpoint)
                    .put("key", key.id())
                    .put("secret", key.secret())
                    .set("parameters", JSON.valueToTree(parameters));
            try {
                calls.write(call + "\n");
                calls.flush();
                return JSON.readTree(responses.readLine());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
