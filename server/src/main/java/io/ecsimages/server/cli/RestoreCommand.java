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

/** Restores a backup. */
@Command(
        name = "restore",
        description = {
            "Restores a backup into a new or empty catalogue.",
            "It is restored completely or not at all. The backup can be from another kind of database."
        },
        footer = {"", "Examples:", "  ecs-images restore --data ./new catalogue.backup"})
final class RestoreCommand implements Callable<Integer> {

    @Mixin
    private DataOption data;

    @Parameters(paramLabel = "FILE", description = "The backup file.")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (var backup = Files.newInputStream(file);
                var context = data.openOrCreate()) {
            context.getBean(CatalogueBackup.class).restore(file.toString(), backup);
            spec.commandLine()
                    .getOut()
                    .println(file + ": "
                            + context.getBean(ImageRepository.class).count() + " images, "
                            + context.getBean(AccessKeys.class).count() + " keys");
        }
        data.compact(spec.commandLine().getErr());
        return 0;
    }
}
