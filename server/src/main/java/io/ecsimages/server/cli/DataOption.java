package io.ecsimages.server.cli;

import io.micronaut.context.ApplicationContext;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Option;

/** The folder that holds a catalogue. */
final class DataOption {

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "The folder of the catalogue; made if it is not there.")
    private Path folder;

    /** Opens the catalogue, without a server. */
    ApplicationContext open() {
        return start(properties(folder), folder);
    }

    /** Opens a catalogue; what is in its folder is for its owner alone, for it holds the secrets of the keys. */
    static ApplicationContext start(Map<String, Object> properties, @Nullable Path folder) {
        var context = ApplicationContext.builder()
                .properties(properties)
                .banner(false)
                .start();
        if (folder != null && isPosix(folder)) {
            try {
                Files.setPosixFilePermissions(
                        folder.resolve("catalogue.mv.db"), PosixFilePermissions.fromString("rw-------"));
            } catch (IOException e) {
                context.close();
                throw new CommandException(folder + ": cannot be made private");
            }
        }
        return context;
    }

    private static boolean isPosix(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** A catalogue in a folder. Several programs may have it open at once. */
    static Map<String, Object> properties(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
                if (isPosix(folder)) {
                    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
                }
            }
        } catch (IOException e) {
            throw new CommandException(
                    folder + ": cannot be made (" + e.getClass().getSimpleName() + ")");
        }
        return database("file:" + folder.toAbsolutePath().resolve("catalogue") + ";AUTO_SERVER=TRUE");
    }

    /** A catalogue that ends with the program. */
    static Map<String, Object> inMemory() {
        return database("mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    private static Map<String, Object> database(String place) {
        return Map.of(
                "datasources.default.url",
                "jdbc:h2:" + place
                        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;QUERY_CACHE_SIZE=100");
    }
}
