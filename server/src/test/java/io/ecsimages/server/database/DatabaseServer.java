package io.ecsimages.server.database;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real database server in a temporary folder, on a loopback port, run by an unprivileged user. It stops when this process
 * ends, even if it is killed.
 */
public final class DatabaseServer implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

    /** The folder of the copies that {@link #createData} keeps. */
    private static final Path COPIES = Path.of("target", "new-databases");

    /**
     * Starts or kills a server for each line of input, and prints a line when it is done. Stops the server at the end of
     * the input, which is when the parent process has ended.
     */
    private static final String SHELL = """
            folder=$1 stop=$2; shift 2
            while read -r command last; do
              case $command in
                start) "$@" $last >>"$folder/log" 2>&1 </dev/null & server=$! ;;
                kill) kill -s KILL $server; wait $server; sleep 1 ;; # until its children have noticed
              esac
              echo done
            done
            kill -s "$stop" $server 2>/dev/null; wait; rm -rf "$folder"
            """;

    private final Path folder;
    private final int port;
    private final String url;
    private final Process shell;
    private final BufferedReader responses;
    private final BufferedWriter commands;

    private DatabaseServer(Path folder, int port, String url, String stopSignal, String... command) throws IOException {
        this.folder = folder;
        this.port = port;
        this.url = url;
        var arguments = new ArrayList<>(List.of("sh", "-c", SHELL, "sh", folder.toString(), stopSignal));
        arguments.addAll(Arrays.asList(command));
        shell = unprivileged(arguments)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        responses = shell.inputReader();
        commands = shell.outputWriter();
    }

    /** Starts PostgreSQL with a collation that follows the rules of a language. */
    static DatabaseServer postgresql() throws IOException {
        var folder = folder();
        createData(
                folder,
                postgresqlProgram("initdb"),
                "--pgdata=" + folder.resolve("data"),
                "--username=root",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale-provider=icu",
                "--icu-locale=en-US",
                "--no-sync");
        Files.writeString(folder.resolve("data/pg_hba.conf"), """
                host all,replication root 127.0.0.1/32 trust
                host all all 127.0.0.1/32 scram-sha-256
                """);
        return postgresql(folder).start();
    }

    /** Starts a standby server of this PostgreSQL server. */
    DatabaseServer standby() throws IOException {
        var folder = folder();
        run(
                postgresqlProgram("pg_basebackup"),
                "--pgdata=" + folder.resolve("data"),
                "--host=127.0.0.1",
                "--port=" + port,
                "--username=root",
                "--checkpoint=fast",
                "--write-recovery-conf",
                "--no-sync");
        return postgresql(folder).start();
    }

    private static DatabaseServer postgresql(Path folder) throws IOException {
        int port = freePort();
        return new DatabaseServer(
                folder,
                port,
                "jdbc:postgresql://%s/%s?user=root",
                "INT",
                postgresqlProgram("postgres"),
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
                "max_connections=300");
    }

    private static String postgresqlProgram(String name) throws IOException {
        try (var versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.map(version -> version.resolve("bin").resolve(name))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow(() -> new IOException("PostgreSQL is not installed"))
                    .toString();
        }
    }

    /** Starts MariaDB, whose default collation ignores case and trailing spaces. */
    static DatabaseServer mariadb() throws IOException {
        return mariadb(freePort(), new String[0]).start();
    }

    /** Starts a Galera cluster of three MariaDB servers. */
    static List<DatabaseServer> galera() throws IOException {
        var groupPorts = List.of(freePort(), freePort(), freePort());
        var nodes = new ArrayList<DatabaseServer>();
        for (int groupPort : groupPorts) {
            var node = mariadb(
                    freePort(),
                    "--binlog-format=ROW",
                    "--innodb-autoinc-lock-mode=2",
                    "--wsrep-on=ON",
                    "--wsrep-provider=/usr/lib/galera/libgalera_smm.so",
                    "--wsrep-cluster-address=gcomm://"
                            + String.join(
                                    ",",
                                    groupPorts.stream()
                                            .map(port -> "127.0.0.1:" + port)
                                            .toList()),
                    "--wsrep-node-address=127.0.0.1:" + groupPort,
                    "--wsrep-sst-method=rsync",
                    "--wsrep-sst-receive-address=127.0.0.1:" + freePort(),
                    "--wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:" + groupPort
                            + ";ist.recv_addr=127.0.0.1:" + freePort(),
                    "--wsrep-sync-wait=1");
            nodes.add(node.start(nodes.isEmpty() ? "--wsrep-new-cluster" : ""));
        }
        return nodes;
    }

    private static DatabaseServer mariadb(int port, String... options) throws IOException {
        var folder = folder();
        createData(
                folder,
                "mariadb-install-db",
                "--no-defaults",
                "--datadir=" + folder.resolve("data"),
                "--tmpdir=" + folder,
                "--auth-root-authentication-method=normal",
                "--skip-test-db");
        var command = Stream.of(
                "mariadbd",
                "--no-defaults",
                "--datadir=" + folder.resolve("data"),
                "--tmpdir=" + folder, // servers with a common folder delete each other's temporary tables
                "--socket=" + folder.resolve("socket"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--innodb-flush-log-at-trx-commit=0",
                "--max-connections=300");
        return new DatabaseServer(
                folder,
                port,
                "jdbc:mariadb://%s/%s?user=root",
                "KILL",
                Stream.concat(command, Arrays.stream(options)).toArray(String[]::new));
    }

    /** Starts MySQL, whose default collation ignores case and accents. */
    static DatabaseServer mysql() throws IOException {
        if (run("mysqld", "--version").contains("MariaDB")) {
            throw new IOException("the mysqld on the PATH is MariaDB's");
        }
        var folder = folder();
        createData(folder, "mysqld", "--no-defaults", "--initialize-insecure", "--datadir=" + folder.resolve("data"));
        int port = freePort();
        return new DatabaseServer(
                        folder,
                        port,
                        "jdbc:mysql://%s/%s?user=root&permitMysqlScheme",
                        "KILL",
                        "mysqld",
                        "--no-defaults",
                        "--datadir=" + folder.resolve("data"),
                        "--socket=" + folder.resolve("socket"),
                        "--mysqlx=OFF",
                        "--secure-file-priv=NULL",
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--innodb-flush-log-at-trx-commit=0",
                        "--skip-log-bin",
                        "--max-connections=300")
                .start();
    }

    /**
     * Creates the folder {@code data} of a new server. The first process of a build runs the command and keeps a copy for the
     * others, because a copy takes a tenth of the time.
     */
    private static synchronized void createData(Path folder, String... command) throws IOException {
        var data = folder.resolve("data");
        var kept = Files.createDirectories(COPIES).resolve(command[0].replace('/', '-'));
        try (var file = FileChannel.open(Path.of(kept + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = file.lock()) {
            if (!Files.exists(kept)) {
                run(command);
                var incomplete = Path.of(kept + ".incomplete");
                run(new ProcessBuilder("rm", "-rf", incomplete.toString()));
                copy(data, incomplete);
                Files.move(incomplete, kept);
                return;
            }
        }
        copy(kept, data);
    }

    /** Copies a folder with its owner. */
    private static void copy(Path source, Path target) throws IOException {
        run(new ProcessBuilder("cp", "--archive", "--sparse=always", source.toString(), target.toString()));
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

    /** The database servers refuse to run as root. */
    private static ProcessBuilder unprivileged(List<String> command) {
        var nobody = isRoot()
                ? Stream.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")
                : Stream.<String>empty();
        return new ProcessBuilder(Stream.concat(nobody, command.stream()).toList())
                .directory(Path.of("/").toFile());
    }

    private static String run(String... command) throws IOException {
        return run(unprivileged(List.of(command)));
    }

    private static String run(ProcessBuilder command) throws IOException {
        var process = command.redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes());
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(command.command() + "\n" + output);
        }
        return output;
    }

    /** Starts the server, also after {@link #kill}, and waits until it accepts statements. */
    DatabaseServer start() throws IOException {
        return start("");
    }

    private DatabaseServer start(String lastArgument) throws IOException {
        sendCommand("start " + lastArgument);
        var deadline = Instant.now().plus(START_TIMEOUT);
        while (Instant.now().isBefore(deadline)) {
            if (isReady()) {
                return this;
            }
            sleep();
        }
        throw new IOException("the database does not start:\n" + Files.readString(folder.resolve("log")));
    }

    private void sendCommand(String command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
        if (responses.readLine() == null) {
            throw new IOException("the shell of the database has ended");
        }
    }

    /** A node that has not yet joined its cluster rejects all statements. */
    private boolean isReady() {
        try (var connection = DriverManager.getConnection(administrationUrl());
                var rows = connection.createStatement().executeQuery("SELECT 1")) {
            return rows.next();
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

    /** Kills the server with SIGKILL. */
    void kill() throws IOException {
        sendCommand("kill");
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /** Creates a database, and returns its URL. */
    String create(String database) {
        execute("CREATE DATABASE " + database);
        return url(database);
    }

    String url(String database) {
        return url.formatted(address(), database);
    }

    private String administrationUrl() {
        return url(url.startsWith("jdbc:postgresql:") ? "postgres" : "mysql");
    }

    void execute(String statement) {
        try (var connection = DriverManager.getConnection(administrationUrl())) {
            connection.createStatement().execute(statement);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            commands.close();
            shell.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
