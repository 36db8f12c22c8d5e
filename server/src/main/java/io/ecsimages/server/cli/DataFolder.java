package io.ecsimages.server.cli;

import io.ecsimages.server.database.DatabaseKind;
import io.micronaut.context.ApplicationContext;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.transaction.TransactionOperations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.ITypeConverter;

/** A folder that contains a catalogue in an H2 file. Only its owner can read it, because it contains secrets. */
record DataFolder(Path path) {

    private static final String NAME = "catalogue";
    private static final String URL = "datasources.default.url";
    private static final long COMPACTED_SIZE = 64_000_000;

    /** Less than half of the file is in use, and this program opened it first. */
    private static final String IS_COMPACTION_DUE = "SELECT server IS NULL AND (SELECT CAST(setting_value AS INTEGER)"
            + " FROM information_schema.settings WHERE setting_name = 'info.CHUNKS_FILL_RATE') < 50"
            + " FROM information_schema.sessions WHERE session_id = SESSION_ID()";

    private static final String IS_REMOTE_SESSION =
            "SELECT server IS NOT NULL FROM information_schema.sessions WHERE session_id = SESSION_ID()";

    static final class Converter implements ITypeConverter<DataFolder> {

        @Override
        public DataFolder convert(String path) {
            return new DataFolder(Path.of(path));
        }
    }

    boolean isMissing() {
        return !Files.exists(file());
    }

    private Path file() {
        return path.resolve(NAME + ".mv.db");
    }

    /** Returns the properties of the database; creates the folder if it is missing. */
    Map<String, Object> properties() {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path);
                if (isPosix()) {
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
                }
            }
        } catch (IOException e) {
            throw new CommandException(path + ": the folder cannot be created (" + ErrorMessages.ofFile(e) + ")");
        }
        return Map.of(URL, url());
    }

    private String url() {
        return DatabaseKind.h2("file:" + path.toAbsolutePath().resolve(NAME) + ";AUTO_SERVER=TRUE");
    }

    /** Restricts the database file to its owner, because the folder may be readable by others. */
    void makePrivate(ApplicationContext context) {
        try {
            if (isPosix()) {
                Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
            }
        } catch (IOException e) {
            context.close();
            throw new CommandException(path + ": the permissions of the catalogue file cannot be restricted");
        }
    }

    /** Returns whether another program opened the database first. This program then connects to that one, which is slower. */
    boolean isOpenedByAnother(ApplicationContext context) {
        var jdbc = context.getBean(JdbcOperations.class);
        TransactionOperations<?> transactions = context.getBean(TransactionOperations.class);
        return transactions.executeRead(status -> jdbc.prepareStatement(IS_REMOTE_SESSION, statement -> {
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }));
    }

    /**
     * Makes a large file smaller that is hardly used, as after an import of many images: H2 does not, or only in minutes. Does nothing
     * while another program has it open.
     */
    void compact() throws SQLException, IOException {
        if (Files.size(file()) < COMPACTED_SIZE) {
            return;
        }
        try (var connection = DriverManager.getConnection(url(), "sa", "");
                var statement = connection.createStatement()) {
            boolean due;
            try (var row = statement.executeQuery(IS_COMPACTION_DUE)) {
                due = row.next() && row.getBoolean(1);
            }
            if (due) {
                statement.execute("SHUTDOWN COMPACT");
            }
        }
    }

    private boolean isPosix() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Returns the properties of a new catalogue in memory. */
    static Map<String, Object> inMemory() {
        return Map.of(URL, DatabaseKind.h2("mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1"));
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
