package io.ecsimages.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.h2.engine.Constants;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies a catalogue to a file. */
@Command(
        name = "snapshot",
        description = "Writes the whole catalogue, with its keys, to a file that restore reads. A server may go on.")
final class SnapshotCommand implements Callable<Integer> {

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "The folder of the catalogue.")
    private Path folder;

    @Parameters(paramLabel = "FILE", description = "The new file. Only its owner can read it: the keys are in it.")
    private Path file;

    @Override
    public Integer call() throws IOException, SQLException {
        var catalogue = new CatalogueFile(folder);
        if (!catalogue.exists()) {
            throw new CommandException(folder + ": holds no catalogue");
        }
        if (Files.exists(file)) {
            throw new CommandException(file + ": is there already");
        }
        // A folder that nobody else can look into, for the database makes a file that everyone can read.
        var hidden = Files.createTempDirectory(file.toAbsolutePath().getParent(), ".snapshot-");
        var script = hidden.resolve("snapshot");
        try (var connection = catalogue.open()) {
            // All tables as they are at one moment, while others write.
            connection.setTransactionIsolation(Constants.TRANSACTION_SNAPSHOT);
            try (var statement = connection.createStatement()) {
                statement.execute("SCRIPT TO " + CatalogueFile.quoted(script) + " COMPRESSION GZIP CHARSET 'UTF-8'");
            }
            if (script.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rw-------"));
            }
            Files.move(script, file);
        } finally {
            Files.deleteIfExists(script);
            Files.delete(hidden);
        }
        return 0;
    }
}
