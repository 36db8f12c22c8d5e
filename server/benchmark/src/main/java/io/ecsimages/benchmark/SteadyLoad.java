package io.ecsimages.benchmark;

import io.ecsimages.benchmark.Workload.Query;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Sends requests at a steady rate, however long the responses take: a slow response delays no later request. */
final class SteadyLoad {

    private static final double NANOS_PER_MILLISECOND = 1e6;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

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

    /** Sends queries, signed with version 1. */
    static Latencies send(ServerProcess server, Supplier<Query> queries, int perSecond, int seconds) {
        var requests = Stream.generate(queries)
                .limit((long) perSecond * seconds)
                .map(query -> SignedRequest.target(query.account(), query.parameters()))
                .map(target ->
                        HttpRequest.newBuilder(server.uri().resolve(target)).build())
                .toList();
        var client = HttpClient.newHttpClient();
        var outcomes = new ArrayList<CompletableFuture<Outcome>>();
        long begin = System.nanoTime();
        for (HttpRequest request : requests) {
            long due = begin + outcomes.size() * NANOS_PER_SECOND / perSecond;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            outcomes.add(client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                    .handle((response, failure) -> new Outcome(
                            (System.nanoTime() - due) / NANOS_PER_MILLISECOND,
                            failure == null && response.statusCode() == 200)));
        }
        List<Outcome> all = outcomes.stream().map(CompletableFuture::join).toList();
        return new Latencies(
                all.stream().mapToDouble(Outcome::milliseconds).sorted().toArray(),
                all.stream().filter(outcome -> !outcome.success).count());
    }
}
