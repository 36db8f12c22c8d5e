package io.ecsimages.server.cli;

import io.ecsimages.server.backup.CatalogueBackup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Copies a catalogue to a file. */
@Command(
        name = "backup",
        description = "Writes the whole catalogue, with its keys, to a file that restore reads. A server may go on.")
final class BackupCommand implements Callable<Integer> {

    @Mixin
    private DataOption data;

    @Parameters(paramLabel = "FILE", description = "The new file. Only its owner can read it: the keys are in it.")
    private Path file;

    @Override
    public Integer call() throws IOException {
        if (data.place().isMissing()) {
            throw new CommandException(data.place() + ": holds no catalogue");
        }
        if (Files.exists(file)) {
            throw new CommandException(file + ": is there already");
        }
        // Nobody else can read a temporary file; and what is not finished must not look like a snapshot.
        var unfinished = Files.createTempFile(file.toAbsolutePath().getParent(), ".snapshot-", "");
        try (var context = data.open()) {
            try (var out = Files.newOutputStream(unfinished)) {
                context.getBean(CatalogueBackup.class).write(out);
            }
            Files.move(unfinished, file);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        return 0;
    }
}
