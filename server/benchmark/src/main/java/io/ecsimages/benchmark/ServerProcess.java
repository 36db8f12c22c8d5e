package io.ecsimages.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, with the CPU time and the memory that Linux reports for it. */
final class ServerProcess implements AutoCloseable {

    private static final double TICKS_PER_SECOND = 100;
    private static final int START_TIMEOUT = 60;

    private final Process process;
    private final URI uri;
    private final double secondsToFirstResponse;

    /**
     * Starts a server and waits for its first response.
     *
     * @param path the path of the first request
     * @param command the command, with {@code PORT} for the port
     * @param log the file to append its output to
     */
    ServerProcess(String path, List<String> command, Path log) throws IOException, InterruptedException {
        int port = freePort();
        this.uri = URI.create("http://127.0.0.1:" + port);
        long start = System.nanoTime();
        this.process = new ProcessBuilder(command.stream()
                        .map(word -> word.replace("PORT", "" + port))
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        while (!responds(uri.resolve(path))) {
            if (!process.isAlive() || System.nanoTime() - start > TimeUnit.SECONDS.toNanos(START_TIMEOUT)) {
                process.destroyForcibly();
                throw new IllegalStateException("no response: " + String.join(" ", command));
            }
            Thread.sleep(1);
        }
        this.secondsToFirstResponse = (System.nanoTime() - start) / 1e9;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean responds(URI uri) {
        try {
            var connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setReadTimeout((int) TimeUnit.SECONDS.toMillis(START_TIMEOUT));
            return connection.getResponseCode() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    URI uri() {
        return uri;
    }

    /** The body of a response. */
    String get(String path) throws IOException {
        try (var stream = uri.resolve(path).toURL().openStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    double secondsToFirstResponse() {
        return secondsToFirstResponse;
    }

    /** CPU time since the start. */
    double cpuSeconds() {
        var stat = read("stat");
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** Resident memory, in MB. */
    long residentMegabytes() {
        return megabytes(process.pid(), "VmRSS");
    }

    /**
     * Memory of a process, in MB; 0 if it has ended.
     *
     * @param field a name in {@code /proc/<pid>/status}, for example {@code VmHWM} for the most resident memory that it had
     */
    static long megabytes(long pid, String field) {
        try (var lines = Files.lines(Path.of("/proc", "" + pid, "status"))) {
            return lines.filter(line -> line.startsWith(field + ":"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    / 1024;
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    /** Heap in use after a collection, in MB. */
    long heapMegabytes() throws IOException, InterruptedException {
        jcmd("GC.run");
        return jcmd("GC.heap_info")
                        .lines()
                        .filter(line -> line.contains(", used "))
                        .mapToLong(line -> Long.parseLong(line.replaceAll(".*, used (\\d+)K.*", "$1")))
                        .sum()
                / 1024;
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        var jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), "" + process.pid(), command)
                .start();
        var output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor();
        return output;
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", "" + process.pid(), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.waitFor();
    }
}
