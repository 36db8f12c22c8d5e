package io.ecsimages.benchmark;

import static java.util.stream.Collectors.joining;

import io.ecsimages.benchmark.LoadGenerator.Result;
import io.ecsimages.benchmark.Report.Row;
import io.ecsimages.benchmark.SteadyLoad.Latencies;
import io.ecsimages.benchmark.SyntheticCatalogue.Account;
import io.ecsimages.benchmark.Workload.Query;
import io.ecsimages.benchmark.Workload.QueryType;
import io.micronaut.core.annotation.Nullable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures the server beside a reference server, and beside mock servers or another build of the server: see
 * docs/performance.md. In each round, the servers take turns; a ratio is the median of the rounds' ratios.
 */
public final class Benchmark {

    /** Flags of all virtual machines. */
    static final List<String> FLAGS =
            List.of(System.getProperty("benchmark.flags").split(" "));

    /** Options of all servers. */
    static final List<String> OPTIONS = Stream.of(
                    System.getProperty("benchmark.options").split(" "))
            .filter(option -> !option.isEmpty())
            .toList();

    private static final int IMAGES = Integer.getInteger("benchmark.images");
    private static final int ROUNDS = Integer.getInteger("benchmark.rounds");
    private static final int SECONDS = Integer.getInteger("benchmark.seconds");
    private static final int WARM_UPS = Integer.getInteger("benchmark.warmups");
    private static final List<String> PARTS =
            List.of(System.getProperty("benchmark.parts").split(","));
    private static final int[] GROWTH = numbers("benchmark.growth");
    private static final int[] SERVERS = numbers("benchmark.servers");

    /** A million images need more heap than the common flags allow. */
    private static final String GROWTH_HEAP = "-Xmx" + System.getProperty("benchmark.growth.heap");

    private static final Path FOLDER = Path.of("target", "benchmark").toAbsolutePath();
    private static final Path LOG = FOLDER.resolve("servers.log");
    private static final int[] CONNECTIONS = {16, 1};
    private static final int STARTS = 5;
    private static final int CONNECTIONS_PER_SERVER = 8;
    private static final int[] COLD_RATES = {100, 300, 1000};
    private static final int COLD_SECONDS = 10;
    private static final int COLD_CONNECTIONS = 64;

    /** More than any server responds to on two cores. */
    private static final int MOST_PER_SECOND = 60_000;

    /** More than any server responds to over one connection. */
    private static final int MOST_OVER_ONE = 20_000;

    private static final String REFERENCE = "reference";
    private static final String REPEATED = "one query, repeated";
    private static final String MIX = "the mix";
    private static final String JSON = "JSON";

    private static final String SERVER = "server";
    private static final String BASELINE = "baseline";
    private static final String OF_BASELINE = ", baseline";

    private final LoadGenerator load = new LoadGenerator(FOLDER);
    private final Report report = new Report(FOLDER);

    /** The build to measure, and before it the baseline, if there is one. */
    private final List<ServerBuild> builds = new ArrayList<>();

    private final ServerBuild server;

    private Benchmark() throws IOException {
        var baseline = System.getProperty("benchmark.baseline");
        if (!baseline.isEmpty()) {
            builds.add(new ServerBuild(BASELINE, Path.of(baseline), FOLDER, LOG));
        }
        server = new ServerBuild(
                SERVER, Path.of(System.getProperty("benchmark.server")).toRealPath(), FOLDER, LOG);
        builds.add(server);
    }

    /** Runs the parts of the benchmark that the system properties select. */
    public static void main(String[] arguments) throws Exception {
        Files.createDirectories(FOLDER);
        // Of the run before: it can have gigabytes.
        Files.deleteIfExists(LOG);
        var benchmark = new Benchmark();
        for (String part : PARTS) {
            switch (part) {
                case "speed" -> benchmark.speed();
                case "start" -> benchmark.start();
                case "churn" -> benchmark.churn();
                case "xml" -> benchmark.xml();
                case "cold" -> benchmark.cold();
                case "servers" -> benchmark.servers();
                case "growth" -> benchmark.growth();
                default -> throw new IllegalArgumentException("no part of the benchmark: " + part);
            }
        }
    }

    private static int[] numbers(String property) {
        return Stream.of(System.getProperty(property).split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    /** One run of the load generator. */
    private interface Measurement {
        /** @param seed a number that no other round has */
        Result run(int connections, int seed) throws IOException, InterruptedException;
    }

    /** Lets measurements take turns; returns the results of each but for the rounds of warm-up. */
    private static <M> Map<M, List<Result>> inTurns(Map<M, Measurement> measurements, int connections, int warmUps)
            throws IOException, InterruptedException {
        var results = new LinkedHashMap<M, List<Result>>();
        for (int round = -warmUps; round < ROUNDS; round++) {
            for (var entry : measurements.entrySet()) {
                var result = entry.getValue().run(connections, connections * (ROUNDS + WARM_UPS) + round);
                if (round >= 0) {
                    results.computeIfAbsent(entry.getKey(), measurement -> new ArrayList<>())
                            .add(result);
                }
            }
        }
        return results;
    }

    /** The name of a measurement of a build. */
    private static String name(String measurement, ServerBuild build) {
        return build.name().equals(BASELINE) ? measurement + OF_BASELINE : measurement;
    }

    private boolean hasBaseline() {
        return builds.size() > 1;
    }

    private void speed() throws IOException, InterruptedException {
        var catalogue = new SyntheticCatalogue(IMAGES);
        var account = catalogue.account(7);
        var query = Workload.query(account, "RegionId", account.home());
        var measurements = new LinkedHashMap<String, Measurement>();
        var processes = new ArrayList<ServerProcess>();
        try (var reference = new ServerProcess(ReferenceServer.QUERY, referenceCommand(), LOG);
                var mocks = new MockServers(FOLDER, hasBaseline() ? null : reference.get(ReferenceServer.QUERY))) {
            measurements.put(REFERENCE, (connections, seed) -> get(reference, ReferenceServer.QUERY, connections));
            for (ServerBuild build : builds) {
                var repeated = build.start(catalogue, "repeated");
                processes.add(repeated);
                var mix = build.start(catalogue, "mix");
                processes.add(mix);
                measurements.put(
                        name(REPEATED, build), (connections, seed) -> send(repeated, () -> query, connections));
                measurements.put(
                        name(MIX, build),
                        (connections, seed) -> send(mix, new Workload(catalogue, seed)::next, connections));
            }
            mocks.processes()
                    .forEach((name, mock) -> measurements.put(
                            name + ", one static response",
                            (connections, seed) -> get(mock, ReferenceServer.PATH, connections)));
            for (int connections : CONNECTIONS) {
                compare(measurements, connections);
            }
            var mix = processes.get(processes.size() - 1);
            queryTypes(mix, catalogue);
            report.table(
                    "Memory, after all this",
                    List.of("resident, MB", "heap in use, MB"),
                    List.of(
                            new Row(REFERENCE, reference.residentMegabytes(), reference.heapMegabytes()),
                            new Row(SERVER, mix.residentMegabytes(), mix.heapMegabytes())));
        } finally {
            for (ServerProcess process : processes) {
                process.close();
            }
        }
    }

    private void compare(Map<String, Measurement> measurements, int connections)
            throws IOException, InterruptedException {
        // A virtual machine needs more than a minute of load to compile the code that it runs.
        int warmUps = connections == CONNECTIONS[0] ? WARM_UPS : Math.min(1, WARM_UPS);
        var results = inTurns(measurements, connections, warmUps);
        var with = connections + (connections == 1 ? " connection" : " connections");
        var reference = results.getOrDefault(REFERENCE, List.of());
        var rows = new ArrayList<Row>();
        results.forEach((name, rounds) -> rows.add(new Row(
                name,
                median(rounds, Result::perSecond),
                ratio(rounds, reference, Result::perSecond),
                median(rounds, Result::cpuMicros),
                median(rounds, Result::p50),
                median(rounds, Result::p99))));
        report.table(
                "%,d images, %s".formatted(IMAGES, with),
                List.of("responses per second", "of the reference's", "CPU µs per request", "p50 µs", "p99 µs"),
                rows);
        report.chart(
                "throughput-" + connections,
                "Responses per second, " + with,
                rows.stream().map(row -> new Row(row.name(), row.cells()[0])).toList());
        if (hasBaseline()) {
            report.table(
                    "Server / baseline, %s".formatted(with),
                    List.of("responses per second", "CPU per request", "p50", "p99"),
                    Stream.of(REPEATED, MIX)
                            .map(name -> ratios(
                                    name,
                                    results.getOrDefault(name, List.of()),
                                    results.getOrDefault(name + OF_BASELINE, List.of())))
                            .toList());
        }
    }

    /** A workload while images change. */
    private record Churn(
            String name,
            Function<Workload, Query> queries,
            @Nullable Account changed,
            int perSecond) {}

    /** Measures queries while the images of another account, or of the same account, change. */
    private void churn() throws IOException, InterruptedException {
        var catalogue = new SyntheticCatalogue(IMAGES);
        var other = catalogue.account(7);
        var same = catalogue.account(20);
        var all = List.of(
                new Churn("the mix, no changes", Workload::next, null, 0),
                new Churn("the mix, 1 change a second elsewhere", Workload::next, other, 1),
                new Churn("the mix, 5 changes a second elsewhere", Workload::next, other, 5),
                new Churn("the mix, 20 changes a second elsewhere", Workload::next, other, 20),
                new Churn("one account, no changes", workload -> workload.next(same), null, 0),
                new Churn("one account, 20 changes a second of its images", workload -> workload.next(same), same, 20));
        Map<Churn, List<Result>> results;
        try (var process = server.start(catalogue, "churn")) {
            var measurements = new LinkedHashMap<Churn, Measurement>();
            for (Churn churn : all) {
                measurements.put(
                        churn,
                        (connections, seed) -> measure(process, churn, new Workload(catalogue, seed), connections));
            }
            results = inTurns(measurements, CONNECTIONS[0], WARM_UPS);
        }
        var rows = new ArrayList<Row>();
        var quiet = List.<Result>of();
        for (var entry : results.entrySet()) {
            if (entry.getKey().changed == null) {
                quiet = entry.getValue();
            }
            rows.add(new Row(
                    entry.getKey().name,
                    median(entry.getValue(), Result::perSecond),
                    ratio(entry.getValue(), quiet, Result::perSecond),
                    median(entry.getValue(), Result::cpuMicros),
                    median(entry.getValue(), Result::p50),
                    median(entry.getValue(), Result::p99),
                    ratio(entry.getValue(), quiet, Result::p99)));
        }
        report.table(
                "While images change, %,d images, %d connections".formatted(IMAGES, CONNECTIONS[0]),
                List.of(
                        "responses per second",
                        "of that without changes",
                        "CPU µs per request",
                        "p50 µs",
                        "p99 µs",
                        "of that without changes"),
                rows);
    }

    private Result measure(ServerProcess process, Churn churn, Workload workload, int connections)
            throws IOException, InterruptedException {
        var requests = prepare(process, () -> churn.queries.apply(workload), SECONDS * MOST_PER_SECOND);
        var account = churn.changed;
        List<byte[]> changes = account == null
                ? List.of()
                : IntStream.range(0, SECONDS * churn.perSecond)
                        .mapToObj(number -> workload.change(account, number))
                        .map(change -> SignedRequest.version1(process.uri(), account, change.parameters()))
                        .toList();
        var changing = new FutureTask<>(() -> SteadyLoad.send(process, changes, churn.perSecond, 1));
        new Thread(changing, "changes").start();
        var result = load.send(process, requests, connections, SECONDS);
        try {
            long failures = changing.get().failures();
            if (failures > 0) {
                throw new IllegalStateException(failures + " changes failed");
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return result;
    }

    /** Measures the same queries for responses in JSON and in XML. */
    private void xml() throws IOException, InterruptedException {
        var catalogue = new SyntheticCatalogue(IMAGES);
        Map<String, List<Result>> results;
        try (var process = server.start(catalogue, "mix")) {
            var measurements = new LinkedHashMap<String, Measurement>();
            measurements.put(
                    JSON, (connections, seed) -> send(process, new Workload(catalogue, seed)::next, connections));
            measurements.put(
                    "XML", (connections, seed) -> send(process, new Workload(catalogue, seed)::nextInXml, connections));
            results = inTurns(measurements, CONNECTIONS[0], WARM_UPS);
        }
        var json = results.getOrDefault(JSON, List.of());
        var rows = new ArrayList<Row>();
        results.forEach((format, rounds) -> rows.add(new Row(
                format,
                median(rounds, Result::perSecond),
                median(rounds, Result::cpuMicros),
                ratio(rounds, json, Result::cpuMicros))));
        report.table(
                "The mix by format, %,d images, %d connections".formatted(IMAGES, CONNECTIONS[0]),
                List.of("responses per second", "CPU µs per request", "CPU of JSON's"),
                rows);
    }

    /** Measures the first seconds after a start, at steady rates of requests. */
    private void cold() throws IOException, InterruptedException {
        var catalogue = new SyntheticCatalogue(IMAGES);
        // The first one warms up the program that sends.
        cold(catalogue, COLD_RATES[0], 0);
        var rows = new ArrayList<Row>();
        for (int perSecond : COLD_RATES) {
            var starts = new ArrayList<Latencies>();
            for (int start = 0; start < STARTS; start++) {
                starts.add(cold(catalogue, perSecond, start));
            }
            rows.add(new Row(
                    "%,d requests a second".formatted(perSecond),
                    starts.stream().mapToLong(Latencies::failures).sum(),
                    median(starts, latencies -> latencies.percentile(50)),
                    median(starts, latencies -> latencies.percentile(99)),
                    median(starts, latencies -> latencies.percentile(100))));
        }
        report.table(
                "The first %d seconds of the mix, %,d images, medians of %d starts"
                        .formatted(COLD_SECONDS, IMAGES, STARTS),
                List.of("failures", "p50 ms", "p99 ms", "longest ms"),
                rows);
    }

    private Latencies cold(SyntheticCatalogue catalogue, int perSecond, int start)
            throws IOException, InterruptedException {
        try (var process = server.start(catalogue, "mix")) {
            var requests = prepare(process, new Workload(catalogue, start)::next, COLD_SECONDS * perSecond);
            return SteadyLoad.send(process, requests, perSecond, COLD_CONNECTIONS);
        }
    }

    /**
     * Measures one or more servers over one database, which is empty at first and takes the load on the same machine. For one query,
     * repeated, whose response is cached, the database works for nonces and for the version of the catalogue alone; for the mix, it
     * also works for images that the servers do not hold.
     */
    private void servers() throws IOException, InterruptedException {
        // The nodes of a cluster, or one database.
        var urls = System.getProperty("benchmark.database").split(" ");
        var catalogue = new SyntheticCatalogue(IMAGES);
        server.fillDatabase(urls[0], catalogue);
        var account = catalogue.account(7);
        var query = Workload.query(account, "RegionId", account.home());
        var queries = new LinkedHashMap<String, IntFunction<Supplier<Query>>>();
        queries.put(REPEATED, seed -> () -> query);
        queries.put(MIX, seed -> new Workload(catalogue, seed)::next);
        for (var entry : queries.entrySet()) {
            var rows = new ArrayList<Row>();
            double costOfFewest = 0;
            for (int count : SERVERS) {
                var measured = servers(urls, count, entry.getValue());
                costOfFewest = costOfFewest == 0 ? measured.databaseMicros : costOfFewest;
                rows.add(new Row(
                        count == 1 ? "1 server" : count + " servers",
                        measured.requests / SECONDS / ROUNDS,
                        median(measured.results, Result::cpuMicros),
                        median(measured.results, Result::p50),
                        median(measured.results, Result::p99),
                        measured.databaseMicros,
                        measured.databaseMicros / costOfFewest));
            }
            report.table(
                    "Servers over one database: %s, %,d images, %d connections to each"
                            .formatted(entry.getKey(), IMAGES, CONNECTIONS_PER_SERVER),
                    List.of(
                            "responses per second",
                            "CPU µs of a server per request",
                            "p50 µs",
                            "p99 µs",
                            "CPU µs of the database per request",
                            "of that of the fewest servers"),
                    rows);
        }
    }

    /** @param databaseMicros CPU time of the database per request, in microseconds */
    private record SharedDatabase(List<Result> results, double requests, double databaseMicros) {}

    private SharedDatabase servers(String[] urls, int count, IntFunction<Supplier<Query>> queries)
            throws IOException, InterruptedException {
        var processes = new ArrayList<ServerProcess>();
        try {
            for (int i = 0; i < count; i++) {
                processes.add(server.startOn(urls[i % urls.length]));
            }
            for (int round = -WARM_UPS; round < 0; round++) {
                sendToAll(processes, queries, round);
            }
            double databaseCpu = DatabaseCpu.seconds();
            var results = new ArrayList<Result>();
            for (int round = 0; round < ROUNDS; round++) {
                results.addAll(sendToAll(processes, queries, round));
            }
            double requests = results.stream().mapToDouble(Result::perSecond).sum() * SECONDS;
            return new SharedDatabase(results, requests, (DatabaseCpu.seconds() - databaseCpu) / requests * 1e6);
        } finally {
            for (ServerProcess process : processes) {
                process.close();
            }
        }
    }

    /** Sends queries to all servers at the same time. */
    private List<Result> sendToAll(List<ServerProcess> processes, IntFunction<Supplier<Query>> queries, int round)
            throws InterruptedException {
        var tasks = new ArrayList<Callable<Result>>();
        for (var process : processes) {
            var requests = prepare(
                    process,
                    queries.apply(round * processes.size() + tasks.size()),
                    SECONDS * MOST_PER_SECOND / processes.size());
            tasks.add(() -> load.send(process, requests, CONNECTIONS_PER_SERVER, SECONDS));
        }
        return ConcurrentTasks.call(tasks);
    }

    private static Row ratios(String name, List<Result> server, List<Result> baseline) {
        return new Row(
                name,
                ratio(server, baseline, Result::perSecond),
                ratio(server, baseline, Result::cpuMicros),
                ratio(server, baseline, Result::p50),
                ratio(server, baseline, Result::p99));
    }

    private void queryTypes(ServerProcess mix, SyntheticCatalogue catalogue) throws IOException, InterruptedException {
        var rows = new ArrayList<Row>();
        for (QueryType type : QueryType.values()) {
            var workload = new Workload(catalogue, type.ordinal());
            var result = sendForASecond(mix, () -> workload.next(type));
            rows.add(new Row(type.title(), type.percent(), result.cpuMicros(), result.p50(), result.p99()));
        }
        report.table(
                "The mix by type of query, %,d images, 1 connection".formatted(IMAGES),
                List.of("% of the mix", "CPU µs per request", "p50 µs", "p99 µs"),
                rows);
    }

    private void start() throws IOException, InterruptedException {
        var catalogue = new SyntheticCatalogue(IMAGES);
        var commands = new LinkedHashMap<String, List<String>>();
        commands.put(REFERENCE, referenceCommand());
        for (ServerBuild build : builds) {
            commands.put(build.name(), build.command(catalogue, "mix"));
        }
        commands.put("server with archive", withArchive(server.command(catalogue, "mix")));
        var seconds = new LinkedHashMap<String, List<Double>>();
        for (int i = 0; i < STARTS; i++) {
            for (var command : commands.entrySet()) {
                try (var process = new ServerProcess("/", command.getValue(), LOG)) {
                    seconds.computeIfAbsent(command.getKey(), name -> new ArrayList<>())
                            .add(process.secondsToFirstResponse());
                }
            }
        }
        var rows = new ArrayList<Row>();
        var reference = seconds.getOrDefault(REFERENCE, List.of());
        seconds.forEach((name, all) ->
                rows.add(new Row(name, median(all, Double::doubleValue), ratio(all, reference, Double::doubleValue))));
        report.table("Start to first response", List.of("seconds", "of the reference's"), rows);
        report.chart("start", "Seconds from start to first response", rows);
        if (hasBaseline()) {
            report.table(
                    "Start, server / baseline",
                    List.of("seconds"),
                    List.of(new Row(
                            SERVER,
                            ratio(
                                    seconds.getOrDefault(SERVER, List.of()),
                                    seconds.getOrDefault(BASELINE, List.of()),
                                    Double::doubleValue))));
        }
    }

    /** The same command, with the arguments that use the archive. */
    private static List<String> withArchive(List<String> plain) throws IOException, InterruptedException {
        int jar = plain.indexOf("-jar");
        var command = new ArrayList<>(plain.subList(0, jar));
        command.add("@" + StartArchive.create(Path.of(plain.get(jar + 1))));
        command.addAll(plain.subList(jar + 2, plain.size()));
        return command;
    }

    /** Measures the cost by the size of the catalogue, and by the number of images of an account. */
    private void growth() throws IOException, InterruptedException {
        var servers = new LinkedHashMap<SyntheticCatalogue, ServerProcess>();
        try {
            for (int images : GROWTH) {
                var catalogue = new SyntheticCatalogue(images);
                servers.put(catalogue, server.start(catalogue, "mix", GROWTH_HEAP));
            }
            growth(servers);
        } finally {
            for (ServerProcess process : servers.values()) {
                process.close();
            }
        }
    }

    private void growth(Map<SyntheticCatalogue, ServerProcess> servers) throws IOException, InterruptedException {
        var measurements = new LinkedHashMap<SyntheticCatalogue, Measurement>();
        servers.forEach((catalogue, process) -> measurements.put(
                catalogue, (connections, seed) -> send(process, new Workload(catalogue, seed)::next, connections)));
        var results = inTurns(measurements, CONNECTIONS[0], WARM_UPS);
        var smallest = results.values().iterator().next();
        var mixes = new ArrayList<Row>();
        results.forEach((catalogue, rounds) -> mixes.add(new Row(
                "%,d images".formatted(catalogue.size()),
                median(rounds, Result::cpuMicros),
                ratio(rounds, smallest, Result::cpuMicros))));
        report.table(
                "Growth: the mix, " + GROWTH_HEAP, List.of("CPU µs per request", "of the smallest catalogue's"), mixes);
        report.chart(
                "growth",
                "CPU time of a request of the mix, in microseconds",
                mixes.stream().map(row -> new Row(row.name(), row.cells()[0])).toList());
        var accounts = new ArrayList<Row>();
        for (var entry : servers.entrySet()) {
            var catalogue = entry.getKey();
            accounts.add(account(entry.getValue(), catalogue, "heaviest", catalogue.heaviest()));
            accounts.add(account(entry.getValue(), catalogue, "light neighbour", catalogue.lightNeighbour()));
        }
        report.table(
                "Growth: one account, CPU µs per request, " + GROWTH_HEAP,
                List.of("images in its home region", "first page", "last page", "TotalCount alone"),
                accounts);
    }

    private Row account(ServerProcess mix, SyntheticCatalogue catalogue, String name, Account account)
            throws IOException, InterruptedException {
        int visible = catalogue.ownedAtHome(account) + catalogue.systemImages();
        var first = Workload.query(account, "RegionId", account.home());
        var last = Workload.query(account, "RegionId", account.home(), "PageNumber", (visible + 9) / 10);
        var total = Workload.query(account, "RegionId", account.home(), "PageSize", 1);
        var row = new ArrayList<>();
        row.add(catalogue.ownedAtHome(account));
        for (Query query : List.of(first, last, total)) {
            sendForASecond(mix, () -> Workload.unique(query));
            row.add(sendForASecond(mix, () -> Workload.unique(query)).cpuMicros());
        }
        return new Row("%s of %,d images".formatted(name, catalogue.size()), row.toArray());
    }

    private Result get(ServerProcess process, String target, int connections) throws IOException, InterruptedException {
        var request = SignedRequest.get(process.uri(), target, Map.of());
        return load.repeat(process, request, connections, SECONDS);
    }

    private Result send(ServerProcess process, Supplier<Query> queries, int connections)
            throws IOException, InterruptedException {
        return load.send(process, prepare(process, queries, SECONDS * MOST_PER_SECOND), connections, SECONDS);
    }

    private Result sendForASecond(ServerProcess process, Supplier<Query> queries)
            throws IOException, InterruptedException {
        return load.send(process, prepare(process, queries, MOST_OVER_ONE), 1, 1);
    }

    /** So many requests, signed with version 1 and version 3 alternately. */
    private static List<byte[]> prepare(ServerProcess process, Supplier<Query> queries, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    var query = queries.get();
                    return i % 2 == 0
                            ? SignedRequest.version3(process.uri(), query.account(), query.parameters())
                            : SignedRequest.version1(process.uri(), query.account(), query.parameters());
                })
                .toList();
    }

    private static <T> double median(List<T> results, ToDoubleFunction<T> number) {
        return Report.median(results.stream().mapToDouble(number).toArray());
    }

    /** The median of the rounds' ratios. */
    private static <T> double ratio(List<T> results, List<T> others, ToDoubleFunction<T> number) {
        return Report.median(IntStream.range(0, results.size())
                .mapToDouble(i -> number.applyAsDouble(results.get(i)) / number.applyAsDouble(others.get(i)))
                .toArray());
    }

    /** Without WireMock, which brings another logging library. */
    private static List<String> referenceCommand() {
        var classPath = classPath().filter(entry -> !entry.contains("wiremock")).collect(joining(File.pathSeparator));
        return ServerBuild.java(FLAGS, "-cp", classPath, ReferenceServer.class.getName(), "PORT");
    }

    private static Stream<String> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator));
    }

    /** The jar on the class path whose name begins so. */
    static String jar(String name) {
        return classPath()
                .filter(entry -> Path.of(entry).getFileName().toString().startsWith(name))
                .findFirst()
                .orElseThrow();
    }
}
