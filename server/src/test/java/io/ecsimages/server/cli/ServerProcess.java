package io.ecsimages.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own. {@link #close} kills it. */
final class ServerProcess implements AutoCloseable {

    private final Process process;
    private final List<String> banner = new ArrayList<>();

    ServerProcess(String... arguments) throws IOException {
        this(ProcessBuilder.Redirect.INHERIT, List.of(), Map.of(), arguments);
    }

    /** Starts a server that logs into a file. */
    static ServerProcess logging(Path log, Map<String, String> environment, String... arguments) throws IOException {
        return new ServerProcess(ProcessBuilder.Redirect.to(log.toFile()), List.of(), environment, arguments);
    }

    /** Starts a server with a class path of its own. */
    static ServerProcess withClassPath(String classPath, Path log, String... arguments) throws IOException {
        return new ServerProcess(
                ProcessBuilder.Redirect.to(log.toFile()), List.of("-cp", classPath), Map.of(), arguments);
    }

    private ServerProcess(
            ProcessBuilder.Redirect log, List<String> jvm, Map<String, String> environment, String... arguments)
            throws IOException {
        var options = new ArrayList<>(jvm);
        // The configuration of the server, not that of the tests.
        options.add("-Dlogback.configurationFile=logback.xml");
        var builder = ChildProcess.builder(options, arguments).redirectError(log);
        builder.environment().putAll(environment);
        process = builder.start();
        var out = process.inputReader();
        for (var line = out.readLine(); line != null; line = out.readLine()) {
            banner.add(line);
            if (line.startsWith("  try ") || line.endsWith(" sign every request")) {
                break;
            }
        }
    }

    /** The lines that the server prints when it has started. */
    String banner() {
        return String.join("\n", banner);
    }

    URI uri() {
        return URI.create(banner.get(0).replaceAll(".* at ", ""));
    }

    JsonNode describe(String parameters) {
        var query = uri() + "?Action=DescribeImages&RegionId=cn-hangzhou&Format=JSON" + parameters;
        return TestServer.json(
                TestServer.send(HttpRequest.newBuilder(URI.create(query)).GET()));
    }

    /** Sends SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Sends SIGTERM, and returns the exit status. */
    int stop() throws InterruptedException {
        terminate();
        return waitForExit();
    }

    /** Waits until the server has stopped, and returns the exit status. */
    int waitForExit() throws InterruptedException {
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("the server stops").isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
