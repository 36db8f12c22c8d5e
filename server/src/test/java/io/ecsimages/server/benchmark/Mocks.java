package io.ecsimages.server.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Popular mocks, each with one static answer of ten records. Prism needs npm; where it is missing, Prism is left out. */
final class Mocks implements AutoCloseable {

    private static final String PRISM = "@stoplight/prism-cli@5";

    private final Map<String, Running> running = new LinkedHashMap<>();

    /** @param folder for their files */
    Mocks(Path folder, String answer) throws IOException, InterruptedException {
        var wiremock = Files.createDirectories(folder.resolve("wiremock/mappings"));
        Files.writeString(wiremock.resolve("answer.json"), """
                {"request": {"urlPath": "%s"},
                 "response": {"headers": {"Content-Type": "application/json"}, "jsonBody": %s}}
                """.formatted(Yardstick.PATH, answer));
        running.put(
                "WireMock",
                new Running(
                        Yardstick.PATH,
                        Running.java(
                                Benchmark.FLAGS,
                                "-jar",
                                Benchmark.jar("wiremock-standalone"),
                                "--port",
                                "PORT",
                                "--no-request-journal",
                                "--disable-banner",
                                "--root-dir",
                                wiremock.getParent().toString()),
                        folder.resolve("wiremock.log")));
        var prism = Files.createDirectories(folder.resolve("prism"));
        Files.writeString(prism.resolve("answer.yaml"), """
                openapi: 3.0.3
                info: {title: One static answer, version: '1'}
                paths:
                  %s:
                    get:
                      responses:
                        '200':
                          description: ten records
                          content:
                            application/json:
                              example: %s
                """.formatted(Yardstick.PATH, answer));
        if (install(prism)) {
            running.put(
                    "Prism",
                    new Running(
                            Yardstick.PATH,
                            List.of(
                                    prism.resolve("node_modules/.bin/prism").toString(),
                                    "mock",
                                    "--port",
                                    "PORT",
                                    "--verboseLevel",
                                    "error",
                                    prism.resolve("answer.yaml").toString()),
                            folder.resolve("prism.log")));
        }
    }

    Map<String, Running> running() {
        return running;
    }

    private static boolean install(Path folder) throws InterruptedException {
        try {
            return new ProcessBuilder("npm", "install", "--silent", "--no-save", "--prefix", folder.toString(), PRISM)
                            .inheritIO()
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            System.out.println("without Prism: " + e.getMessage());
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        for (Running mock : running.values()) {
            mock.close();
        }
    }
}
