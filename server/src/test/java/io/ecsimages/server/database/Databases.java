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
 * The databases of a test run: of H2, or of a real server, which {@code -Decs-images.database=postgresql},
 * {@code mariadb} or {@code mysql} starts when it is first needed.
 */
public final class Databases {

    public static final DatabaseKind VENDOR =
            DatabaseKind.valueOf(System.getProperty("ecs-images.database", "h2").toUpperCase(Locale.ROOT));

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Map<Path, String> BY_FOLDER = new ConcurrentHashMap<>();

    private Databases() {}

    /** Started once for all tests; it ends with the program. */
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

    /** Another real server than that of the other tests, for those that stop it. */
    static DatabaseServer startServer() throws IOException {
        return switch (VENDOR) {
            case POSTGRESQL -> DatabaseServer.postgresql();
            case MARIADB -> DatabaseServer.mariadb();
            case MYSQL -> DatabaseServer.mysql();
            case H2 -> throw new IllegalStateException("H2 has no server");
        };
    }

    /** The URL of a new, empty database. */
    public static String create() {
        return VENDOR == DatabaseKind.H2 ? inMemory() : Server.INSTANCE.create(name());
    }

    /** The URL of a new, empty database of H2 in the memory of this program. */
    public static String inMemory() {
        return h2("mem:" + name() + ";DB_CLOSE_DELAY=-1");
    }

    private static String name() {
        return "catalogue_" + NUMBER.incrementAndGet();
    }

    /** The URL of the catalogue that a command finds by this {@link #option}. */
    public static String url(Path folder) {
        return VENDOR == DatabaseKind.H2
                ? h2("file:" + folder.toAbsolutePath().resolve("catalogue") + ";AUTO_SERVER=TRUE")
                : BY_FOLDER.computeIfAbsent(folder.toAbsolutePath(), path -> create());
    }

    /** How a command is told to use a catalogue: that in this folder, or one that stands for it. */
    public static String option(Path folder) {
        return VENDOR == DatabaseKind.H2 ? "--data=" + folder : "--database=" + url(folder);
    }

    /** Connects to the database of the catalogue that a command finds by this {@link #option}. */
    public static Connection connect(Path folder) throws SQLException {
        return DriverManager.getConnection(url(folder));
    }

    /** Runs statements as the administrator of the real server. */
    public static void administer(String... statements) {
        for (String statement : statements) {
            Server.INSTANCE.execute(statement);
        }
    }

    private static String h2(String place) {
        return DatabaseKind.h2(place + ";USER=sa");
    }
}
