package io.ecsimages.server.cli;

import io.ecsimages.server.database.DatabaseKind;
import io.micronaut.context.ApplicationContext;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.transaction.TransactionOperations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.ITypeConverter;

/** A folder that holds a catalogue, for its owner alone: it holds the secrets of the keys. */
record DataFolder(Path path) {

    private static final String NAME = "catalogue";
    private static final String THROUGH_ANOTHER =
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

    /** The database in the folder, which is made if it is not there. */
    Map<String, Object> properties() {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path);
                if (isPosix()) {
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
                }
            }
        } catch (IOException e) {
            throw new CommandException(path + ": cannot be made (" + ErrorMessages.ofFile(e) + ")");
        }
        return database("file:" + path.toAbsolutePath().resolve(NAME) + ";AUTO_SERVER=TRUE");
    }

    /** Makes the file private, whatever the folder is; it is there now. */
    void makePrivate(ApplicationContext context) {
        try {
            if (isPosix()) {
                Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
            }
        } catch (IOException e) {
            context.close();
            throw new CommandException(path + ": cannot be made private");
        }
    }

    /** Whether another program opened it before, so that this one reads it through that: it works, and takes longer. */
    boolean isReadThroughAnother(ApplicationContext context) {
        var jdbc = context.getBean(JdbcOperations.class);
        TransactionOperations<?> transactions = context.getBean(TransactionOperations.class);
        return transactions.executeRead(status -> jdbc.prepareStatement(THROUGH_ANOTHER, statement -> {
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }));
    }

    private boolean isPosix() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** A catalogue that ends with the program. */
    static Map<String, Object> inMemory() {
        return database("mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    private static Map<String, Object> database(String place) {
        return Map.of("datasources.default.url", DatabaseKind.h2(place));
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
