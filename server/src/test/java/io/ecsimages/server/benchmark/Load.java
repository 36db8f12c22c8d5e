package io.ecsimages.server.benchmark;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Puts load on a server with wrk: one thread of it, which sends requests that were made before. */
final class Load {

    private final Path folder;
    private final Path script = Path.of("src", "test", "wrk", "requests.lua").toAbsolutePath();

    /** @param folder for the files of requests */
    Load(Path folder) {
        this.folder = folder;
    }

    /**
     * What came of some load.
     *
     * @param perSecond answers in a second
     * @param cpuMicros the processor time that the server took for a request
     * @param p50 the median time of an answer, in microseconds
     * @param p99 the time within which 99 of 100 answers came, in microseconds
     */
    record Result(double perSecond, double cpuMicros, double p50, double p99) {}

    /** Sends one request again and again. */
    Result repeat(Running server, byte[] request, int connections, int seconds)
            throws IOException, InterruptedException {
        return send(server, List.of(request), "repeat", connections, seconds);
    }

    /**
     * Sends as many requests as the server answers in a time, each once.
     *
     * @param most how many it may be at most
     * @throws IllegalStateException if the server answers more
     */
    Result send(Running server, Supplier<byte[]> requests, int most, int connections, int seconds)
            throws IOException, InterruptedException {
        return send(server, Stream.generate(requests).limit(most).toList(), "once", connections, seconds);
    }

    private Result send(Running server, List<byte[]> requests, String how, int connections, int seconds)
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
