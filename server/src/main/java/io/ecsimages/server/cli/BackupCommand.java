package io.ecsimages.server.cli;

import io.ecsimages.server.backup.CatalogueBackup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Backs up a catalogue. */
@Command(
        name = "backup",
        description = {"Writes a backup of the whole catalogue, including access keys.", "Servers can keep running."},
        footer = {"", "Examples:", "  ecs-images backup --data ./catalogue catalogue.backup"})
final class BackupCommand implements Callable<Integer> {

    @Mixin
    private DataOption data;

    @Parameters(
            paramLabel = "FILE",
            description = "The backup file to create. Only its owner can read it, because it contains secrets.")
    private Path file;

    @Override
    public Integer call() throws IOException {
        if (Files.exists(file)) {
            throw new CommandException(file + ": the file already exists");
        }
        // Only the owner can read a temporary file. Renaming it last prevents incomplete backups.
        var temporary = Files.createTempFile(file.toAbsolutePath().getParent(), ".backup-", "");
        try (var context = data.open()) {
            try (var out = Files.newOutputStream(temporary)) {
                context.getBean(CatalogueBackup.class).write(out);
            }
            Files.move(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
        return 0;
    }
}
