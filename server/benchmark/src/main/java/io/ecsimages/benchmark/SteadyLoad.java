package io.ecsimages.benchmark;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends requests at a steady rate, over persistent connections. If all of them wait for a response, the next request is late; its
 * latency counts from the moment at which it was due.
 */
final class SteadyLoad {

    private static final int CONNECTIONS = 64;
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

    static Latencies send(ServerProcess server, List<byte[]> requests, int perSecond) throws InterruptedException {
        var next = new AtomicInteger();
        long begin = System.nanoTime();
        Callable<List<Outcome>> connection = () -> {
            var outcomes = new ArrayList<Outcome>();
            try (var socket = new Socket(server.uri().getHost(), server.uri().getPort())) {
                socket.setTcpNoDelay(true);
                var responses = new BufferedInputStream(socket.getInputStream());
                for (int i = next.getAndIncrement(); i < requests.size(); i = next.getAndIncrement()) {
                    long due = begin + i * NANOS_PER_SECOND / perSecond;
                    for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                        LockSupport.parkNanos(wait);
                    }
                    socket.getOutputStream().write(requests.get(i));
                    boolean success = isSuccess(responses);
                    outcomes.add(new Outcome((System.nanoTime() - due) / NANOS_PER_MILLISECOND, success));
                }
            }
            return outcomes;
        };
        var threads = Executors.newFixedThreadPool(CONNECTIONS);
        var all = new ArrayList<Outcome>();
        try {
            var connections = new ArrayList<Callable<List<Outcome>>>();
            for (int i = 0; i < CONNECTIONS; i++) {
                connections.add(connection);
            }
            for (var outcomes : threads.invokeAll(connections)) {
                all.addAll(outcomes.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdown();
        }
        return new Latencies(
                all.stream().mapToDouble(Outcome::milliseconds).sorted().toArray(),
                all.stream().filter(outcome -> !outcome.success).count());
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
