package io.ecsimages.server.cli;

import io.ecsimages.server.transfer.Dump;
import io.micronaut.core.annotation.Nullable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import me.tongfei.progressbar.ProgressBarBuilder;

/** The dumps that a command names: files, those in folders, and standard input. */
final class DumpFiles implements AutoCloseable {

    private static final Path STANDARD_INPUT = Path.of("-");
    private static final Pattern IN_FOLDERS = Pattern.compile(".+\\.(json|jsonl|xml)(\\.gz)?");

    @Nullable
    private final String region;

    private final List<Path> copies = new ArrayList<>();

    /** @param region the region of answers that name none */
    DumpFiles(@Nullable String region) {
        this.region = region;
    }

    /**
     * A dump and where it is from.
     *
     * @param name as the person named it
     * @param dump what is there
     */
    record Named(String name, Dump dump) {}

    /** The dumps in their order; those of a folder by name. */
    List<Named> open(List<Path> paths) throws IOException {
        var dumps = new ArrayList<Named>();
        for (Path path : paths) {
            if (path.equals(STANDARD_INPUT)) {
                dumps.add(new Named("-", dump("standard input", standardInput())));
            } else {
                for (Path file : Files.isDirectory(path) ? inFolder(path) : List.of(path)) {
                    dumps.add(new Named(file.toString(), dump(file.toString(), file)));
                }
            }
        }
        return dumps;
    }

    private static List<Path> inFolder(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            var dumps = files.filter(file ->
                            IN_FOLDERS.matcher(file.getFileName().toString()).matches())
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
            if (dumps.isEmpty()) {
                throw new CommandException(folder + ": is a folder without dumps (.json, .jsonl, .xml, or these .gz)");
            }
            return dumps;
        }
    }

    /** A dump is read twice, standard input cannot be. */
    private Path standardInput() throws IOException {
        var copy = Files.createTempFile("ecs-images-", ".json");
        copies.add(copy);
        Files.copy(System.in, copy, StandardCopyOption.REPLACE_EXISTING);
        return copy;
    }

    @SuppressWarnings("SystemConsoleNull")
    private Dump dump(String name, Path file) {
        return new Dump(name, () -> System.console() == null ? Files.newInputStream(file) : shown(name, file), region);
    }

    private InputStream shown(String name, Path file) throws IOException {
        var progress = new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(Files.size(file))
                .setUnit(" MB", 1_000_000)
                .build();

        return new FilterInputStream(Files.newInputStream(file)) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int count = super.read(bytes, offset, length);
                progress.stepBy(Math.max(count, 0));
                return count;
            }

            @Override
            public void close() throws IOException {
                progress.close();
                super.close();
            }
        };
    }

    @Override
    public void close() throws IOException {
        for (Path copy : copies) {
            Files.deleteIfExists(copy);
        }
    }
}
