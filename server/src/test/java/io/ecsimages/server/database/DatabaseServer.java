package io.ecsimages.server.database;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real database server: in a temporary folder, on a port of loopback, of an unprivileged user. It ends when this program
 * does, however that ends.
 */
public final class DatabaseServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Starts a program for each line of input, and stops it when there is no more: when who started this is gone. */
    private static final String SHELL = """
            folder=$1 stop=$2; shift 2
            while read -r line; do "$@" >>"$folder/log" 2>&1 </dev/null & server=$!; echo $server; done
            kill -s "$stop" $server; wait; rm -rf "$folder"
            """;

    private final String url;
    private final Process shell;
    private final BufferedReader pids;
    private final BufferedWriter orders;
    private ProcessHandle server;

    private DatabaseServer(Path folder, String url, String stopSignal, List<String> command) throws IOException {
        this.url = url;
        var arguments = new ArrayList<>(List.of("sh", "-c", SHELL, "sh", folder.toString(), stopSignal));
        arguments.addAll(command);
        shell = unprivileged(arguments)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        pids = shell.inputReader();
        orders = shell.outputWriter();
        start();
    }

    /** A server of PostgreSQL, whose own order of texts is that of a language. */
    static DatabaseServer postgresql() throws IOException {
        var folder = folder();
        var bin = postgresqlPrograms();
        run(List.of(
                bin.resolve("initdb").toString(),
                "--pgdata=" + folder.resolve("data"),
                "--username=root",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale-provider=icu",
                "--icu-locale=en-US",
                "--no-sync"));
        Files.writeString(
                folder.resolve("data/pg_hba.conf"),
                "host all root 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
        int port = freePort();
        return new DatabaseServer(
                folder,
                "jdbc:postgresql://127.0.0.1:" + port + "/%s?user=root",
                "INT",
                List.of(
                        bin.resolve("postgres").toString(),
                        "-D",
                        folder.resolve("data").toString(),
                        "-p",
                        "" + port,
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=",
                        "-c",
                        "fsync=off",
                        "-c",
                        "max_connections=300"));
    }

    private static Path postgresqlPrograms() throws IOException {
        try (var versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.exists(bin.resolve("initdb")))
                    .findFirst()
                    .orElseThrow(() -> new IOException("PostgreSQL is not installed"));
        }
    }

    /** A server of MariaDB, whose own comparison of texts ignores case and blanks at the end. */
    static DatabaseServer mariadb() throws IOException {
        var folder = folder();
        run(List.of(
                "mariadb-install-db",
                "--no-defaults",
                "--datadir=" + folder.resolve("data"),
                "--auth-root-authentication-method=normal",
                "--skip-test-db"));
        int port = freePort();
        return new DatabaseServer(
                folder,
                "jdbc:mariadb://127.0.0.1:" + port + "/%s?user=root",
                "TERM",
                List.of(
                        "mariadbd",
                        "--no-defaults",
                        "--datadir=" + folder.resolve("data"),
                        "--socket=" + folder.resolve("socket"),
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--innodb-flush-log-at-trx-commit=0",
                        "--max-connections=300"));
    }

    private static Path folder() throws IOException {
        var folder = Files.createTempDirectory("ecs-images-database-");
        if (isRoot()) {
            var users = folder.getFileSystem().getUserPrincipalLookupService();
            Files.setOwner(folder, users.lookupPrincipalByName("nobody"));
        }
        return folder;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** Neither server lets root run it. */
    private static ProcessBuilder unprivileged(List<String> command) {
        var who = isRoot()
                ? Stream.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")
                : Stream.<String>empty();
        return new ProcessBuilder(Stream.concat(who, command.stream()).toList())
                .directory(Path.of("/").toFile());
    }

    private static void run(List<String> command) throws IOException {
        var process = unprivileged(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes());
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(command + "\n" + output);
        }
    }

    /** Starts it, again if it was killed, and waits until it answers. */
    public void start() throws IOException {
        var deadline = Instant.now().plus(PATIENCE);
        do {
            if (server == null || !server.isAlive()) {
                orders.write("start\n");
                orders.flush();
                server = ProcessHandle.of(Long.parseLong(pids.readLine())).orElseThrow();
            }
            if (answers()) {
                return;
            }
            sleep();
        } while (Instant.now().isBefore(deadline));
        throw new IOException("the database does not start: " + url);
    }

    private boolean answers() {
        try (var connection = DriverManager.getConnection(administration())) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private static void sleep() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Kills it, as a machine that loses its power does. */
    public void kill() {
        server.destroyForcibly();
        server.onExit().join();
    }

    /** The URL of one of its databases. */
    String url(String database) {
        return url.formatted(database);
    }

    private String administration() {
        return url(url.startsWith("jdbc:postgresql:") ? "postgres" : "mysql");
    }

    void execute(String statement) {
        try (var connection = DriverManager.getConnection(administration())) {
            connection.createStatement().execute(statement);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            orders.close();
            shell.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
