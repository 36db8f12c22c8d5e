package io.ecsimages.server.cli;

import io.ecsimages.server.auth.AccessKeys;
import io.ecsimages.server.backup.CatalogueBackup;
import io.ecsimages.server.store.ImageRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a catalogue from a snapshot. */
@Command(
        name = "restore",
        description = {
            "Fills a new or empty catalogue with what snapshot wrote: all of it, or nothing.",
            "The snapshot may be of another database."
        })
final class RestoreCommand implements Callable<Integer> {

    @Mixin
    private DataOption data;

    @Parameters(paramLabel = "FILE", description = "The snapshot.")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (var snapshot = Files.newInputStream(file);
                var context = data.open()) {
            context.getBean(CatalogueBackup.class).restore(file.toString(), snapshot);
            spec.commandLine()
                    .getOut()
                    .println(file + ": "
                            + context.getBean(ImageRepository.class).count() + " images, "
                            + context.getBean(AccessKeys.class).count() + " keys");
        }
        return 0;
    }
}
