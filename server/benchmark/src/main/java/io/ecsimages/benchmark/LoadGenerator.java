package io.ecsimages.benchmark;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Generates load with one thread of wrk, which sends requests that are signed beforehand. */
final class LoadGenerator {

    private final Path folder;
    private final Path script = Path.of("src", "main", "wrk", "requests.lua").toAbsolutePath();

    /** @param folder for the files of requests */
    LoadGenerator(Path folder) {
        this.folder = folder;
    }

    /**
     * What one run measured.
     *
     * @param perSecond responses per second
     * @param cpuMicros CPU time of the server per request, in microseconds
     * @param p50 median latency, in microseconds
     * @param p99 99th percentile of the latency, in microseconds
     */
    record Result(double perSecond, double cpuMicros, double p50, double p99) {}

    /** Sends one request repeatedly. */
    Result repeat(ServerProcess server, byte[] request, int connections, int seconds)
            throws IOException, InterruptedException {
        return send(server, List.of(request), "repeat", connections, seconds);
    }

    /**
     * Sends each request once, until the time is over.
     *
     * @throws IllegalStateException if the server responds to more than these
     */
    Result send(ServerProcess server, List<byte[]> requests, int connections, int seconds)
            throws IOException, InterruptedException {
        return send(server, requests, "once", connections, seconds);
    }

    private Result send(ServerProcess server, List<byte[]> requests, String how, int connections, int seconds)
            throws IOException, InterruptedException {
        var file = Files.createTempFile(folder, "requests", ".http");
        try {
            try (var stream = new BufferedOutputStream(Files.newOutputStream(file))) {
                for (byte[] request : requests) {
                    stream.write(request);
                }
            }
            double cpu = server.cpuSeconds();
            var output = wrk(
                    "-t1",
                    "-c" + connections,
                    "-d" + seconds,
                    "--timeout",
                    "60",
                    "-s",
                    script.toString(),
                    server.uri().toString(),
                    "--",
                    file.toString(),
                    how);
            return result(output, server.cpuSeconds() - cpu);
        } finally {
            Files.delete(file);
        }
    }

    private static String wrk(String... arguments) throws IOException, InterruptedException {
        var wrk = new ProcessBuilder(
                        Stream.concat(Stream.of("wrk"), Stream.of(arguments)).toList())
                .redirectErrorStream(true)
                .start();
        var output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        wrk.waitFor();
        return output;
    }

    private static Result result(String output, double cpuSeconds) {
        var numbers = output.lines()
                .filter(line -> line.startsWith("result "))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("wrk: " + output))
                .split(" ");
        double count = Double.parseDouble(numbers[1]);
        if (!numbers[5].equals("0")) {
            throw new IllegalStateException(numbers[5] + " of " + numbers[1] + " requests failed");
        }
        return new Result(
                count / Double.parseDouble(numbers[2]) * 1e6,
                cpuSeconds / count * 1e6,
                Double.parseDouble(numbers[3]),
                Double.parseDouble(numbers[4]));
    }
}
