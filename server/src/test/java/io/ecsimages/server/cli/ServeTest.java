package io.ecsimages.server.cli;

import static io.ecsimages.server.Dumps.answer;
import static io.ecsimages.server.Dumps.image;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.Application;
import io.ecsimages.server.RunningServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server as a program of its own, beside which other commands run. */
@Timeout(60)
class ServeTest {

    private static final String ACCOUNT = "1000000000000001";

    @TempDir
    private Path folder;

    /** A server in a process of its own; closing it is what Ctrl-C does. */
    private static final class Program implements AutoCloseable {

        private final Process process;
        private final List<String> greeting = new ArrayList<>();

        Program(String... arguments) throws IOException {
            var command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Application.class.getName()));
            command.addAll(List.of(arguments));
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            var out = process.inputReader();
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                greeting.add(line);
                if (line.startsWith("  try ") || line.endsWith(" sign every request")) {
                    break;
                }
            }
        }

        String greeting() {
            return String.join("\n", greeting);
        }

        URI uri() {
            return URI.create(greeting.get(0).replaceAll(".* at ", ""));
        }

        JsonNode describe(String parameters) {
            var query = uri() + "?Action=DescribeImages&RegionId=cn-hangzhou&Format=JSON" + parameters;
            return RunningServer.json(
                    RunningServer.send(HttpRequest.newBuilder(URI.create(query)).GET()));
        }

        int stop() throws InterruptedException {
            process.destroy();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS), "it does not stop");
            return process.exitValue();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    @Test
    void withoutACommandItServesTheSampleAndSaysHowToAskIt() throws Exception {
        try (var program = new Program("--port", "0")) {
            assertTrue(program.uri().toString().matches("http://127\\.0\\.0\\.1:[0-9]+/"), program.greeting());
            assertTrue(program.greeting().contains(program.uri() + "docs"), program.greeting());
            assertTrue(program.greeting().contains("testid / testsecret"), program.greeting());
            assertTrue(program.describe("").path("TotalCount").asInt() > 0);

            var curl = program.greeting().replaceAll("(?s).*curl '([^']*)'.*", "$1");
            var response =
                    RunningServer.send(HttpRequest.newBuilder(URI.create(curl)).GET());
            assertEquals(200, response.statusCode());
            assertEquals(1, RunningServer.json(response).at("/Images/Image").size());
            // 128 + SIGTERM: it was asked to stop, and did.
            assertEquals(143, program.stop());
        }
    }

    @Test
    void anImportReachesAServerThatHasTheFolderOpen() throws Exception {
        var data = folder.resolve("data").toString();
        var dump = Files.writeString(folder.resolve("dump.json"), answer("cn-hangzhou", image("m-1"), image("m-2")));
        try (var program = new Program("serve", "--port", "0", "--data", data, "--allow-unsigned", ACCOUNT)) {
            assertEquals(0, program.describe("").path("TotalCount").asInt());

            var outcome = Outcome.of("import", "--data", data, "--account", ACCOUNT, dump.toString());
            assertEquals(0, outcome.status(), outcome.err());
            assertEquals(2, program.describe("").path("TotalCount").asInt());
            assertEquals(
                    "m-2",
                    program.describe("&ImageId=m-2")
                            .at("/Images/Image/0/ImageId")
                            .asText());
            program.stop();
        }
        var again = Outcome.of("import", "--data", data, "--account", ACCOUNT, dump.toString());
        assertTrue(again.out().contains("0 added, 2 updated"), again.out() + again.err());
    }

    @Test
    void aServerWithDataAsksEveryoneToSign() throws Exception {
        var data = folder.resolve("data").toString();
        try (var program = new Program("serve", "--port", "0", "--data", data)) {
            assertTrue(program.greeting().contains("sign every request"), program.greeting());
            assertTrue(program.greeting().contains(data), program.greeting());
            assertEquals("MissingAccessKeyId", program.describe("").path("Code").asText());
            program.stop();
        }
    }
}
