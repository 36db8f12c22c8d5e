package io.ecsimages.benchmark;

import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Popular mock servers, each with one static response of ten records. Prism needs npm, and is left out without it. */
final class MockServers implements AutoCloseable {

    private static final String PRISM = "@stoplight/prism-cli@5";

    private final Map<String, ServerProcess> processes = new LinkedHashMap<>();

    /**
     * @param folder for their files
     * @param response the body of the response; null starts none
     */
    MockServers(Path folder, @Nullable String response) throws IOException, InterruptedException {
        if (response != null) {
            processes.put("WireMock", wireMock(folder, response));
            var prism = Files.createDirectories(folder.resolve("prism"));
            if (install(prism)) {
                processes.put("Prism", prism(prism, response));
            }
        }
    }

    private static ServerProcess wireMock(Path folder, String response) throws IOException, InterruptedException {
        var root = folder.resolve("wiremock");
        Files.writeString(Files.createDirectories(root.resolve("mappings")).resolve("response.json"), """
                {"request": {"urlPath": "%s"},
                 "response": {"headers": {"Content-Type": "application/json"}, "jsonBody": %s}}
                """.formatted(
                        ReferenceServer.PATH, response));
        return new ServerProcess(
                ReferenceServer.PATH,
                ServerBuild.java(
                        Benchmark.FLAGS,
                        "-jar",
                        Benchmark.jar("wiremock-standalone"),
                        "--port",
                        "PORT",
                        "--no-request-journal",
                        "--disable-banner",
                        "--root-dir",
                        root.toString()),
                folder.resolve("wiremock.log"));
    }

    private static ServerProcess prism(Path folder, String response) throws IOException, InterruptedException {
        var document =
                Files.writeString(folder.resolve("response.yaml"), """
                openapi: 3.0.3
                info: {title: One static response, version: '1'}
                paths:
                  %s:
                    get:
                      responses:
                        '200':
                          description: ten records
                          content:
                            application/json:
                              example: %s
                """.formatted(ReferenceServer.PATH, response));
        return new ServerProcess(
                ReferenceServer.PATH,
                List.of(
                        folder.resolve("node_modules/.bin/prism").toString(),
                        "mock",
                        "--port",
                        "PORT",
                        "--verboseLevel",
                        "error",
                        document.toString()),
                folder.resolve("prism.log"));
    }

    Map<String, ServerProcess> processes() {
        return processes;
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
        for (ServerProcess process : processes.values()) {
            process.close();
        }
    }
}
