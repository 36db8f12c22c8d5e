package io.ecsimages.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;

/**
 * A build of the server, and the catalogues that it fills by its own command line.
 *
 * @param name how reports name it
 * @param jar its jar
 * @param folder for its catalogues
 * @param log the file to append its output to
 */
record ServerBuild(String name, Path jar, Path folder, Path log) {

    private static final String H2_OPTIONS = ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";

    /** A running server with a catalogue. */
    ServerProcess start(SyntheticCatalogue catalogue, String copy, String... flags)
            throws IOException, InterruptedException {
        return new ServerProcess("/", command(catalogue, copy, flags), log);
    }

    /**
     * The command that starts the server; fills its catalogue first, unless an earlier run did.
     *
     * @param copy distinguishes the catalogues of servers that run at once
     * @param flags of the virtual machine, which override the common ones
     */
    List<String> command(SyntheticCatalogue catalogue, String copy, String... flags)
            throws IOException, InterruptedException {
        var data = folder.resolve("catalogue-" + catalogue.size() + "-" + schema() + "-" + name + "-" + copy);
        if (!Files.exists(data)) {
            System.out.printf("filling a catalogue of %,d images (%s)%n", catalogue.size(), name);
            var filling = Path.of(data + ".tmp");
            fill(
                    List.of("--data", filling.toString()),
                    "jdbc:h2:file:" + filling.resolve("catalogue") + H2_OPTIONS,
                    catalogue);
            Files.move(filling, data);
        }
        return serve(List.of("--data", data.toString()), flags);
    }

    private List<String> serve(List<String> storage, String... flags) {
        var command = new ArrayList<>(java(
                Stream.concat(Benchmark.FLAGS.stream(), Stream.of(flags)).toList(),
                "-jar",
                jar.toString(),
                "serve",
                "--port",
                "PORT"));
        command.addAll(storage);
        command.addAll(Benchmark.OPTIONS);
        return command;
    }

    /** A running server on a database that is filled already. */
    ServerProcess startOn(String database) throws IOException, InterruptedException {
        return new ServerProcess("/", serve(List.of("--database", database)), log);
    }

    /** Fills an empty database. */
    void fillDatabase(String database, SyntheticCatalogue catalogue) throws IOException, InterruptedException {
        System.out.printf("filling a database with %,d images%n", catalogue.size());
        fill(List.of("--database", database), database, catalogue);
    }

    /** Imports all images as those of one account; then SQL sets their owners, and adds keys and shares. */
    private void fill(List<String> storage, String url, SyntheticCatalogue catalogue)
            throws IOException, InterruptedException {
        var dumps = Files.createTempDirectory(folder, "dumps");
        var sql = Files.createTempFile(folder, "catalogue", ".sql");
        catalogue.writeDumps(dumps);
        catalogue.writeSql(sql, url);
        var account = Long.toString(catalogue.heaviest().id());
        var importing = new ArrayList<>(
                java(Benchmark.FLAGS, "-jar", jar.toString(), "import", "--account", account, dumps.toString()));
        importing.addAll(storage);
        long begin = System.nanoTime();
        long megabytes = run(importing);
        System.out.printf(
                "imported %,d images in %d s, with %,d MB of memory at most%n",
                catalogue.size(), TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin), megabytes);
        try (var files = Files.list(dumps)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(dumps);
        // H2's tool runs scripts on every database.
        var script = new ArrayList<>(java(
                Benchmark.FLAGS,
                "-cp",
                jar.toString(),
                "org.h2.tools.RunScript",
                "-url",
                url,
                "-script",
                sql.toString()));
        if (url.startsWith("jdbc:h2:")) {
            script.addAll(List.of("-user", "sa"));
        }
        run(script);
        Files.delete(sql);
    }

    /** Tells apart builds whose tables differ. */
    private String schema() throws IOException {
        var checksum = new CRC32();
        try (var zip = new ZipFile(jar.toFile())) {
            var migrations = zip.stream()
                    .filter(entry -> entry.getName().startsWith("db/migration/"))
                    .toList();
            for (var migration : migrations) {
                checksum.update(zip.getInputStream(migration).readAllBytes());
            }
        }
        return HexFormat.of().toHexDigits((int) checksum.getValue());
    }

    /** A command for the virtual machine that runs the benchmark. */
    static List<String> java(List<String> flags, String... arguments) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Stream.of(Stream.of(java), flags.stream(), Stream.of(arguments))
                .flatMap(words -> words)
                .toList();
    }

    /** Returns the largest resident memory of the process, in MB. */
    private long run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        long megabytes = 0;
        do {
            megabytes = Math.max(megabytes, ServerProcess.megabytes(process.pid(), "VmHWM"));
        } while (!process.waitFor(1, TimeUnit.SECONDS));
        if (process.exitValue() != 0) {
            throw new IOException(
                    "status " + process.exitValue() + " of " + String.join(" ", command) + ": see " + log);
        }
        return megabytes;
    }
}
