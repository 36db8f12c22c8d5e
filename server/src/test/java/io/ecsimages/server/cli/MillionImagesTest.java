package io.ecsimages.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.database.Databases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Import and export of a million images need a heap of 512 MB. */
@EnabledIfSystemProperty(named = "ecs-images.long", matches = "true")
@EnabledOnOs(OS.LINUX)
class MillionImagesTest {

    private static final int COUNT = Integer.getInteger("ecs-images.long.images", 1_000_000);

    @TempDir
    private Path folder;

    @Test
    void importsAndExportsMillionImagesWith512MegabyteHeap() throws Exception {
        var dump = LargeDump.write(folder.resolve("dump.jsonl"), COUNT, "one of many");
        System.out.println(COUNT + " images, " + Files.size(dump) / 1_000_000 + " MB");
        measure("import", dump.toString());
        try (var connection = Databases.connect(folder.resolve("data"));
                var count = connection.createStatement().executeQuery("SELECT COUNT(*) FROM image")) {
            count.next();
            assertThat(count.getInt(1)).isEqualTo(COUNT);
        }
        measure("export");
    }

    private void measure(String command, String... more) throws Exception {
        var arguments = new ArrayList<>(
                List.of(command, Databases.option(folder.resolve("data")), "--account", "1000000000000001"));
        arguments.addAll(List.of(more));
        long start = System.nanoTime();
        var child = ChildProcess.start(List.of("-Xmx512m"), arguments.toArray(String[]::new));
        var memory = "";
        while (!child.waitFor(200, TimeUnit.MILLISECONDS)) {
            memory = peak(child.pid(), memory);
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        System.out.println(command + ": " + seconds + " s, peak memory " + memory);
        assertThat(child.exitValue()).isEqualTo(0);
    }

    /** The peak memory of a process, or the earlier value if the process has ended. */
    private static String peak(long pid, String earlier) {
        try (var status = Files.lines(Path.of("/proc", "" + pid, "status"))) {
            return status.filter(line -> line.startsWith("VmHWM:"))
                    .findFirst()
                    .map(line -> line.substring("VmHWM:".length()).strip())
                    .orElse(earlier);
        } catch (IOException | UncheckedIOException e) {
            return earlier;
        }
    }
}
