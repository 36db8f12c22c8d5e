package io.ecsimages.server.benchmark;

import io.ecsimages.server.benchmark.Load.Result;
import io.ecsimages.server.benchmark.Mix.Kind;
import io.ecsimages.server.benchmark.Mix.Query;
import io.ecsimages.server.benchmark.RealisticCatalogue.Account;
import io.ecsimages.server.benchmark.Report.Row;
import io.ecsimages.server.database.DatabaseKind;
import io.ecsimages.server.http.Acs3Request;
import io.ecsimages.server.http.RpcRequest;
import io.micronaut.context.ApplicationContext;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measures the server beside a bare endpoint and beside popular mocks: see docs/performance.md. What is compared takes turns
 * in one run; a ratio is the median of those of the rounds.
 */
public final class Benchmark {

    /** All servers run in the same virtual machine with these. */
    static final List<String> FLAGS =
            List.of(System.getProperty("benchmark.flags").split(" "));

    private static final int IMAGES = Integer.getInteger("benchmark.images");
    private static final int ROUNDS = Integer.getInteger("benchmark.rounds");
    private static final int SECONDS = Integer.getInteger("benchmark.seconds");
    private static final int WARM_UPS = Integer.getInteger("benchmark.warmups");
    private static final List<String> PARTS =
            List.of(System.getProperty("benchmark.parts").split(","));
    private static final int[] GROWTH = Stream.of(
                    System.getProperty("benchmark.growth").split(","))
            .mapToInt(Integer::parseInt)
            .toArray();

    /** A million images take more than the flags may say: what was read of them shall be known the next time. */
    private static final String GROWTH_HEAP = "-Xmx" + System.getProperty("benchmark.growth.heap");

    private static final Path FOLDER = Path.of("target", "benchmark").toAbsolutePath();
    private static final Path LOG = FOLDER.resolve("servers.log");
    private static final int[] CONNECTIONS = {16, 1};
    private static final int STARTS = 5;

    /** More than any server answers on two cores. */
    private static final int MOST_PER_SECOND = 80_000;

    /** The same over one connection. */
    private static final int MOST_OVER_ONE = 20_000;

    private final Load load = new Load(FOLDER);
    private final Report report = new Report(FOLDER);

    private Benchmark() throws IOException {}

    /** Measures everything; the numbers come from the profile of Maven that runs it. */
    public static void main(String[] arguments) throws Exception {
        Files.createDirectories(FOLDER);
        var benchmark = new Benchmark();
        for (String part : PARTS) {
            switch (part) {
                case "speed" -> benchmark.speed();
                case "start" -> benchmark.start();
                case "growth" -> benchmark.growth();
                default -> throw new IllegalArgumentException("no part of the benchmark: " + part);
            }
        }
    }

    /** Something that can be measured for some time, over some connections. */
    private interface Measurement {
        Result take(int connections, int round) throws IOException, InterruptedException;
    }

    private void speed() throws IOException, InterruptedException, SQLException {
        var catalogue = new RealisticCatalogue(IMAGES);
        var someone = catalogue.account(7);
        var same = Mix.query(someone, "RegionId", someone.home());
        try (var yardstick = yardstick();
                var repeating = server(catalogue, "-repeating");
                var server = server(catalogue, "");
                var mocks = new Mocks(FOLDER, yardstick.get(Yardstick.QUERY))) {
            var measured = new LinkedHashMap<String, Measurement>();
            measured.put(
                    "yardstick",
                    (connections, round) ->
                            load.repeat(yardstick, get(yardstick, Yardstick.QUERY), connections, SECONDS));
            measured.put("one query, repeated", (connections, round) -> send(repeating, () -> same, connections));
            measured.put("the mix", (connections, round) -> send(server, new Mix(catalogue, round)::next, connections));
            mocks.running()
                    .forEach((name, mock) -> measured.put(
                            name + ", one static answer",
                            (connections, round) ->
                                    load.repeat(mock, get(mock, Yardstick.PATH), connections, SECONDS)));
            for (int connections : CONNECTIONS) {
                compare(measured, connections);
            }
            kinds(server, catalogue);
            report.table(
                    "Memory, after all this",
                    List.of("resident, MB", "heap in use, MB"),
                    List.of(
                            new Row("yardstick", yardstick.residentMegabytes(), yardstick.heapMegabytes()),
                            new Row("server", server.residentMegabytes(), server.heapMegabytes())));
        }
    }

    private void compare(Map<String, Measurement> measured, int connections) throws IOException, InterruptedException {
        var results = new LinkedHashMap<String, List<Result>>();
        measured.keySet().forEach(name -> results.put(name, new ArrayList<>()));
        // A virtual machine takes more than a minute of load to compile what it runs.
        int warmUps = connections == CONNECTIONS[0] ? WARM_UPS : 1;
        for (int round = -warmUps; round < ROUNDS; round++) {
            for (var entry : measured.entrySet()) {
                var result = entry.getValue().take(connections, connections * (ROUNDS + WARM_UPS) + round);
                if (round >= 0) {
                    results.get(entry.getKey()).add(result);
                }
            }
        }
        var yardstick = results.get("yardstick");
        var rows = new ArrayList<Row>();
        results.forEach((name, rounds) -> {
            var ratios = new double[ROUNDS];
            Arrays.setAll(
                    ratios, i -> rounds.get(i).perSecond() / yardstick.get(i).perSecond());
            rows.add(new Row(
                    name,
                    median(rounds, Result::perSecond),
                    Report.median(ratios),
                    median(rounds, Result::cpuMicros),
                    median(rounds, Result::p50),
                    median(rounds, Result::p99)));
        });
        var with = connections + (connections == 1 ? " connection" : " connections");
        report.table(
                "%,d images, %s".formatted(IMAGES, with),
                List.of("answers in a second", "of the yardstick's", "CPU µs for a request", "p50 µs", "p99 µs"),
                rows);
        report.chart(
                "throughput-" + connections,
                "Answers in a second, " + with,
                rows.stream().map(row -> new Row(row.name(), row.cells()[0])).toList());
    }

    private void kinds(Running server, RealisticCatalogue catalogue) throws IOException, InterruptedException {
        var rows = new ArrayList<Row>();
        for (Kind kind : Kind.values()) {
            var mix = new Mix(catalogue, kind.ordinal());
            var result = sendSome(server, () -> mix.next(kind));
            rows.add(new Row(kind.words(), kind.percent(), result.cpuMicros(), result.p50(), result.p99()));
        }
        report.table(
                "The mix, request by request, %,d images".formatted(IMAGES),
                List.of("% of the mix", "CPU µs for a request", "p50 µs", "p99 µs"),
                rows);
    }

    private void start() throws IOException, InterruptedException, SQLException {
        var catalogue = new RealisticCatalogue(IMAGES);
        var commands = new LinkedHashMap<String, List<String>>();
        commands.put("yardstick", yardstickCommand());
        var plain = serverCommand(catalogue, "");
        commands.put("server, plain", plain);
        commands.put("server, archive of the build", archived(plain));
        var seconds = new LinkedHashMap<String, List<Double>>();
        for (int i = 0; i < STARTS; i++) {
            for (var command : commands.entrySet()) {
                try (var running = new Running("/", command.getValue(), LOG)) {
                    seconds.computeIfAbsent(command.getKey(), name -> new ArrayList<>())
                            .add(running.secondsToFirstAnswer());
                }
            }
        }
        var rows = new ArrayList<Row>();
        seconds.forEach((name, all) -> rows.add(new Row(name, median(all, Double::doubleValue))));
        report.table("Start to first answer", List.of("seconds"), rows);
        report.chart("start", "Seconds from start to first answer", rows);
    }

    /** The same command, by the file of arguments that names the archive. */
    private static List<String> archived(List<String> plain) throws IOException, InterruptedException {
        int jar = plain.indexOf("-jar");
        var command = new ArrayList<>(plain.subList(0, jar));
        command.add("@" + StartArchive.make(Path.of(plain.get(jar + 1)).toAbsolutePath()));
        command.addAll(plain.subList(jar + 2, plain.size()));
        return command;
    }

    /** What grows with the catalogue, and what with an account. */
    private void growth() throws IOException, InterruptedException, SQLException {
        var mixes = new ArrayList<Row>();
        var accounts = new ArrayList<Row>();
        for (int images : GROWTH) {
            var catalogue = new RealisticCatalogue(images);
            try (var server = server(catalogue, "", GROWTH_HEAP)) {
                warmUp(server, catalogue);
                var results = new ArrayList<Result>();
                for (int round = 0; round < ROUNDS; round++) {
                    results.add(send(server, new Mix(catalogue, round)::next, CONNECTIONS[0]));
                }
                mixes.add(new Row("%,d images".formatted(images), median(results, Result::cpuMicros)));
                accounts.add(account(server, catalogue, "heaviest", catalogue.heaviest()));
                accounts.add(account(server, catalogue, "light neighbour", catalogue.lightNeighbour()));
            }
        }
        report.table("Growth: the mix, " + GROWTH_HEAP, List.of("CPU µs for a request"), mixes);
        report.chart("growth", "CPU time of a request of the mix, in microseconds", mixes);
        report.table(
                "Growth: one account, CPU µs for a request, " + GROWTH_HEAP,
                List.of("images at home", "first page", "last page", "TotalCount alone"),
                accounts);
    }

    private Row account(Running server, RealisticCatalogue catalogue, String name, Account account)
            throws IOException, InterruptedException {
        int seen = catalogue.ownedAtHome(account) + catalogue.systemImages();
        var first = Mix.query(account, "RegionId", account.home());
        var last = Mix.query(account, "RegionId", account.home(), "PageNumber", (seen + 9) / 10);
        var total = Mix.query(account, "RegionId", account.home(), "PageSize", 1);
        var row = new ArrayList<>();
        row.add(catalogue.ownedAtHome(account));
        for (Query query : List.of(first, last, total)) {
            sendSome(server, () -> Mix.unlike(query));
            row.add(sendSome(server, () -> Mix.unlike(query)).cpuMicros());
        }
        return new Row("%s of %,d images".formatted(name, catalogue.size()), row.toArray());
    }

    private void warmUp(Running server, RealisticCatalogue catalogue) throws IOException, InterruptedException {
        for (int round = 1; round <= WARM_UPS; round++) {
            send(server, new Mix(catalogue, -round)::next, CONNECTIONS[0]);
        }
    }

    private Result send(Running server, Supplier<Query> queries, int connections)
            throws IOException, InterruptedException {
        return load.send(server, signed(server, queries), SECONDS * MOST_PER_SECOND, connections, SECONDS);
    }

    private Result sendSome(Running server, Supplier<Query> queries) throws IOException, InterruptedException {
        return load.send(server, signed(server, queries), MOST_OVER_ONE, 1, 1);
    }

    /** The requests of these queries, signed by version 1 and version 3 in turns. */
    private static Supplier<byte[]> signed(Running server, Supplier<Query> queries) {
        boolean[] third = {false};
        return () -> {
            var query = queries.get();
            third[0] = !third[0];
            if (third[0]) {
                var call = new Acs3Request("GET").key(query.account().key());
                query.parameters().forEach(call::with);
                return call.request(server.uri()).bytes();
            }
            var call = new RpcRequest("GET").key(query.account().key());
            query.parameters().forEach(call::with);
            return call.request(server.uri()).bytes();
        };
    }

    private static byte[] get(Running server, String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: " + server.uri().getAuthority() + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static <T> double median(List<T> results, ToDoubleFunction<T> number) {
        return Report.median(results.stream().mapToDouble(number).toArray());
    }

    private static Running yardstick() throws IOException, InterruptedException {
        return new Running(Yardstick.QUERY, yardstickCommand(), LOG);
    }

    /** Without the server's classes, so that no bean of it is in the way. */
    private static List<String> yardstickCommand() {
        var classPath = classPath()
                .filter(entry -> !entry.endsWith(File.separator + "classes") && !entry.contains("wiremock"))
                .collect(Collectors.joining(File.pathSeparator));
        return Running.java(FLAGS, "-cp", classPath, Yardstick.class.getName(), "PORT");
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

    private static Running server(RealisticCatalogue catalogue, String copy, String... flags)
            throws IOException, InterruptedException, SQLException {
        return new Running("/", serverCommand(catalogue, copy, flags), LOG);
    }

    /**
     * How a server is started.
     *
     * @param copy tells the folder of this catalogue from that of an equal one, which another server has open
     * @param flags of the virtual machine, which count more than the common ones
     */
    private static List<String> serverCommand(RealisticCatalogue catalogue, String copy, String... flags)
            throws SQLException {
        var data = FOLDER.resolve("catalogue-" + catalogue.size() + copy);
        if (!Files.exists(data)) {
            System.out.printf("making a catalogue of %,d images%n", catalogue.size());
            try (var context = ApplicationContext.run(
                    Map.of("datasources.default.url", DatabaseKind.h2("file:" + data.resolve("catalogue"))))) {
                catalogue.fill(context);
            }
        }
        return Running.java(
                Stream.concat(FLAGS.stream(), Stream.of(flags)).toList(),
                "-jar",
                Path.of("target", "ecs-images-server.jar").toString(),
                "serve",
                "--port",
                "PORT",
                "--data",
                data.toString());
    }
}
