package io.ecsimages.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.Application;
import io.ecsimages.server.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own; closing it kills it. */
final class ServerProcess implements AutoCloseable {

    /** It ends before the second compiler, or a collector on many cores, would pay. */
    static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final Process process;
    private final List<String> greeting = new ArrayList<>();

    ServerProcess(String... arguments) throws IOException {
        this(ProcessBuilder.Redirect.INHERIT, Map.of(), arguments);
    }

    /** A server that logs, as it would by itself, into a file. */
    static ServerProcess logging(Path log, Map<String, String> environment, String... arguments) throws IOException {
        return new ServerProcess(ProcessBuilder.Redirect.to(log.toFile()), environment, arguments);
    }

    private ServerProcess(ProcessBuilder.Redirect log, Map<String, String> environment, String... arguments)
            throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SHORT_LIVED);
        command.addAll(List.of(
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                Application.class.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectError(log);
        builder.environment().putAll(environment);
        process = builder.start();
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
        return TestServer.json(
                TestServer.send(HttpRequest.newBuilder(URI.create(query)).GET()));
    }

    /** What Ctrl-C, or a service manager, does: SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Asks it to stop, and waits until it has. */
    int stop() throws InterruptedException {
        terminate();
        return end();
    }

    /** Waits until it has stopped. */
    int end() throws InterruptedException {
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("it does not stop").isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
