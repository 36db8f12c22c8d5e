package io.ecsimages.server.cli;

import io.ecsimages.server.image.ImageRepository;
import io.ecsimages.server.signature.AccessKeyRepository;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a catalogue from a snapshot. */
@Command(
        name = "restore",
        description = {
            "Makes a catalogue from what snapshot wrote, in a new or empty folder.",
            "A snapshot is a program for the database: restore only what you trust."
        })
final class RestoreCommand implements Callable<Integer> {

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "The folder of the new catalogue; made if it is not there.")
    private Path folder;

    @Parameters(paramLabel = "FILE", description = "The snapshot.")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Files.newInputStream(file).close();
        var catalogue = new CatalogueFile(folder);
        if (!catalogue.free()) {
            throw new CommandException(folder + ": is not empty; a snapshot is restored into a new folder");
        }
        var properties = DataOption.properties(folder);
        // What is not finished must not look like a catalogue.
        var unfinished = new CatalogueFile(folder.resolve("unfinished"));
        try {
            run(unfinished);
            Files.move(unfinished.path(), catalogue.path());
        } finally {
            delete(unfinished.folder());
        }
        try (var context = ApplicationContext.builder()
                .properties(properties)
                .banner(false)
                .start()) {
            spec.commandLine()
                    .getOut()
                    .println(file + ": "
                            + context.getBean(ImageRepository.class).count() + " images, "
                            + context.getBean(AccessKeyRepository.class).count() + " keys");
        }
        return 0;
    }

    private void run(CatalogueFile unfinished) {
        try (var connection = unfinished.open();
                var statement = connection.createStatement()) {
            statement.execute("RUNSCRIPT FROM " + CatalogueFile.quoted(file) + " COMPRESSION GZIP CHARSET 'UTF-8'");
            statement.execute("SELECT 1 FROM image, access_key FETCH FIRST ROW ONLY");
        } catch (SQLException e) {
            throw new CommandException(file + ": is no snapshot, or a broken one ("
                    + e.getMessage().lines().findFirst().orElse("") + ")");
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.list(folder)) {
                for (Path rest : files.toList()) {
                    Files.delete(rest);
                }
            }
            Files.delete(folder);
        }
    }
}
