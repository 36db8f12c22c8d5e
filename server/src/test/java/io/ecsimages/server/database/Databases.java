package io.ecsimages.server.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Creates the databases of a test run: in H2, or with {@code -Decs-images.database=postgresql}, {@code mariadb} or
 * {@code mysql} on a real server, which starts at first use.
 */
public final class Databases {

    public static final DatabaseKind VENDOR =
            DatabaseKind.valueOf(System.getProperty("ecs-images.database", "h2").toUpperCase(Locale.ROOT));

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Map<Path, String> BY_FOLDER = new ConcurrentHashMap<>();

    private Databases() {}

    /** The server of all tests. It stops when this process ends. */
    private static final class Server {

        private static final DatabaseServer INSTANCE = startUnchecked();

        private static DatabaseServer startUnchecked() {
            try {
                return startServer();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Starts a separate server, for tests that stop it. */
    static DatabaseServer startServer() throws IOException {
        return switch (VENDOR) {
            case POSTGRESQL -> DatabaseServer.postgresql();
            case MARIADB -> DatabaseServer.mariadb();
            case MYSQL -> DatabaseServer.mysql();
            case H2 -> throw new IllegalStateException("H2 has no server");
        };
    }

    /** Creates an empty database, and returns its URL. */
    public static String create() {
        return VENDOR == DatabaseKind.H2 ? inMemory() : Server.INSTANCE.create(name());
    }

    /** Returns the URL of a new, empty H2 database in memory. */
    public static String inMemory() {
        return h2("mem:" + name() + ";DB_CLOSE_DELAY=-1");
    }

    private static String name() {
        return "catalogue_" + NUMBER.incrementAndGet();
    }

    /** The URL of the catalogue that the {@link #option} of this folder selects. */
    public static String url(Path folder) {
        return VENDOR == DatabaseKind.H2
                ? h2("file:" + folder.toAbsolutePath().resolve("catalogue") + ";AUTO_SERVER=TRUE")
                : BY_FOLDER.computeIfAbsent(folder.toAbsolutePath(), path -> create());
    }

    /** The option that selects the catalogue in this folder, or on a real server the database that replaces it. */
    public static String option(Path folder) {
        return VENDOR == DatabaseKind.H2 ? "--data=" + folder : "--database=" + url(folder);
    }

    /** Connects to the catalogue that the {@link #option} of this folder selects. */
    public static Connection connect(Path folder) throws SQLException {
        return DriverManager.getConnection(url(folder));
    }

    /** Runs statements as the administrator of the real server. */
    public static void administer(String... statements) {
        for (String statement : statements) {
            Server.INSTANCE.execute(statement);
        }
    }

    private static String h2(String location) {
        return DatabaseKind.h2(location + ";USER=sa");
    }
}
