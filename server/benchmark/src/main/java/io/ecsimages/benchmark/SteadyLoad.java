package io.ecsimages.benchmark;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends requests at a steady rate, over persistent connections. If all of them wait for a response, the next request is late; its
 * latency counts from the moment at which it was due.
 */
final class SteadyLoad {

    private static final double NANOS_PER_MILLISECOND = 1e6;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final String CONTENT_LENGTH = "content-length:";

    private SteadyLoad() {}

    /**
     * The latencies of a run.
     *
     * @param sorted in milliseconds, from the moment at which a request was due
     * @param failures the number of requests without a successful response
     */
    record Latencies(double[] sorted, long failures) {

        /** @param percent up to 100, for the longest */
        double percentile(double percent) {
            return sorted[(int) Math.min(sorted.length - 1, sorted.length * percent / 100)];
        }
    }

    private record Outcome(double milliseconds, boolean success) {}

    static Latencies send(ServerProcess server, List<byte[]> requests, int perSecond, int connections)
            throws InterruptedException {
        var next = new AtomicInteger();
        long begin = System.nanoTime();
        Callable<List<Outcome>> task = () -> {
            var outcomes = new ArrayList<Outcome>();
            try (var connection = new Connection(server.uri())) {
                for (int i = next.getAndIncrement(); i < requests.size(); i = next.getAndIncrement()) {
                    long due = begin + i * NANOS_PER_SECOND / perSecond;
                    for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                        LockSupport.parkNanos(wait);
                    }
                    boolean success = connection.send(requests.get(i));
                    outcomes.add(new Outcome((System.nanoTime() - due) / NANOS_PER_MILLISECOND, success));
                }
            }
            return outcomes;
        };
        var outcomes = ConcurrentTasks.call(Collections.nCopies(connections, task)).stream()
                .flatMap(List::stream)
                .toList();
        return new Latencies(
                outcomes.stream().mapToDouble(Outcome::milliseconds).sorted().toArray(),
                outcomes.stream().filter(outcome -> !outcome.success).count());
    }

    /** A connection that is opened again after it broke. */
    private static final class Connection implements AutoCloseable {

        private final URI server;
        private Socket socket;
        private InputStream responses;

        Connection(URI server) throws IOException {
            this.server = server;
            open();
        }

        private void open() throws IOException {
            socket = new Socket(server.getHost(), server.getPort());
            socket.setTcpNoDelay(true);
            responses = new BufferedInputStream(socket.getInputStream());
        }

        /** Waits for the whole response; returns whether there is a successful one. */
        boolean send(byte[] request) throws IOException {
            try {
                socket.getOutputStream().write(request);
                return isSuccess(responses);
            } catch (IOException e) {
                socket.close();
                open();
                return false;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** Reads a whole response. */
    private static boolean isSuccess(InputStream responses) throws IOException {
        boolean success = line(responses).startsWith("HTTP/1.1 200 ");
        int length = -1;
        for (var header = line(responses); !header.isEmpty(); header = line(responses)) {
            if (header.toLowerCase(Locale.ROOT).startsWith(CONTENT_LENGTH)) {
                length = Integer.parseInt(
                        header.substring(CONTENT_LENGTH.length()).trim());
            }
        }
        if (length < 0) {
            throw new IOException("a response without Content-Length");
        }
        responses.skipNBytes(length);
        return success;
    }

    private static String line(InputStream responses) throws IOException {
        var line = new StringBuilder();
        for (int next = responses.read(); next != '\n'; next = responses.read()) {
            if (next < 0) {
                throw new IOException("the server closed the connection");
            }
            line.append((char) next);
        }
        return line.toString().trim();
    }
}
