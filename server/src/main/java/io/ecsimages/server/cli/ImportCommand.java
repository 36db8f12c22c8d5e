package io.ecsimages.server.cli;

import io.ecsimages.server.catalogue.Dump;
import io.ecsimages.server.catalogue.Importer;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes dumps of real answers into a catalogue. */
@Command(
        name = "import",
        description = {
            "Takes images into the catalogue, from what DescribeImages answered (in JSON).",
            "Each file is taken whole or not at all. Importing an image again brings it up to date."
        })
final class ImportCommand implements Callable<Integer> {

    private static final Path STANDARD_INPUT = Path.of("-");

    @Mixin
    private DataOption data;

    @Option(
            names = "--account",
            required = true,
            paramLabel = "UID",
            description =
                    "The account whose answers they are: it owns what is self, and what is others is shared with it.")
    private long account;

    @Option(names = "--region", paramLabel = "REGION", description = "The region of answers that name none.")
    @Nullable
    private String region;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "One answer, an array of them, or one after another; - is standard input.")
    private List<Path> files;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (var context = data.open()) {
            var importer = context.getBean(Importer.class);
            for (Path file : files) {
                var summary = take(importer, file);
                spec.commandLine()
                        .getOut()
                        .println(file + ": " + summary.added() + " added, " + summary.updated() + " updated");
            }
        }
        return 0;
    }

    private Importer.Summary take(Importer importer, Path file) throws IOException {
        if (!file.equals(STANDARD_INPUT)) {
            if (Files.isDirectory(file)) {
                throw new CommandException(file + ": is a folder; name the files in it");
            }
            return take(importer, file, file.toString());
        }
        var copy = Files.createTempFile("ecs-images-", ".json");
        try {
            Files.copy(System.in, copy, StandardCopyOption.REPLACE_EXISTING);
            return take(importer, copy, "standard input");
        } finally {
            Files.delete(copy);
        }
    }

    private Importer.Summary take(Importer importer, Path file, String name) throws IOException {
        if (System.console() == null) {
            return importer.take(new Dump(name, () -> Files.newInputStream(file), region), account);
        }
        // A dump is read twice.
        try (var progress = new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(2 * Files.size(file))
                .setUnit(" MB", 1_000_000)
                .build()) {
            return importer.take(new Dump(name, () -> counting(file, progress), region), account);
        }
    }

    private static InputStream counting(Path file, ProgressBar progress) throws IOException {
        return new java.io.FilterInputStream(Files.newInputStream(file)) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int count = super.read(bytes, offset, length);
                progress.stepBy(Math.max(count, 0));
                return count;
            }
        };
    }
}
