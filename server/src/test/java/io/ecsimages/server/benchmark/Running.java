package io.ecsimages.server.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, and what Linux says of it. */
final class Running implements AutoCloseable {

    private static final double TICKS_PER_SECOND = 100;
    private static final int LONGEST_START = 60;

    private final Process process;
    private final URI uri;
    private final double secondsToFirstAnswer;

    /**
     * Starts a server and waits for its first answer.
     *
     * @param path what it is asked for first
     * @param command how it is started, with its port in place of {@code PORT}
     * @param log where what it says is appended
     */
    Running(String path, List<String> command, Path log) throws IOException, InterruptedException {
        int port = freePort();
        this.uri = URI.create("http://127.0.0.1:" + port);
        long start = System.nanoTime();
        this.process = new ProcessBuilder(command.stream()
                        .map(word -> word.replace("PORT", "" + port))
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        while (!answers(uri.resolve(path))) {
            if (!process.isAlive() || System.nanoTime() - start > TimeUnit.SECONDS.toNanos(LONGEST_START)) {
                process.destroyForcibly();
                throw new IllegalStateException("no answer: " + String.join(" ", command));
            }
            Thread.sleep(1);
        }
        this.secondsToFirstAnswer = (System.nanoTime() - start) / 1e9;
    }

    /** The command that starts the virtual machine which runs the benchmark. */
    static List<String> java(List<String> flags, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of(arguments));
        return command;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean answers(URI uri) {
        try {
            var connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setReadTimeout((int) TimeUnit.SECONDS.toMillis(LONGEST_START));
            return connection.getResponseCode() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    URI uri() {
        return uri;
    }

    /** What it answers. */
    String get(String path) throws IOException {
        try (var stream = uri.resolve(path).toURL().openStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    double secondsToFirstAnswer() {
        return secondsToFirstAnswer;
    }

    /** The processor time that it took so far. */
    double cpuSeconds() {
        var stat = read("stat");
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** The memory that it has, in MB. */
    long residentMegabytes() {
        return read("status")
                        .lines()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                / 1024;
    }

    /** What of its heap is in use after a collection, in MB. */
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
        var output = new String(jcmd.getInputStream().readAllBytes());
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
