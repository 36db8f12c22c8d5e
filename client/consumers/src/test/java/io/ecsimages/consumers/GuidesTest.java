package io.ecsimages.consumers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that {@code .ci/guides} can run each block of the guides. It runs them on demand, because they need the network. */
class GuidesTest {

    private static final Path ROOT = Path.of("../..");

    /**
     * The result of a program.
     *
     * @param status the exit status
     * @param output the standard output and the standard error
     */
    private record Result(int status, String output) {}

    @BeforeEach
    void requirePython() {
        var found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, "python3")));
        assumeTrue(found, "python3 is not on the PATH");
    }

    private static Result list(Path... pages) throws IOException, InterruptedException {
        var command =
                new ArrayList<>(List.of("python3", ROOT.resolve(".ci/guides").toString(), "--list"));
        Stream.of(pages).map(Path::toString).forEach(command::add);
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes());
        return new Result(process.waitFor(), output);
    }

    @Test
    void everyBlockOfTheGuidesIsRun() throws Exception {
        var pages = new ArrayList<>(List.of(ROOT.resolve("docs/how-to/connect-a-tool.md")));
        try (var tutorials = Files.list(ROOT.resolve("docs/tutorial"))) {
            tutorials.forEach(pages::add);
        }
        var result = list(pages.toArray(Path[]::new));
        assertEquals(0, result.status(), result.output());
        assertEquals(pages.size(), result.output().lines().count(), result.output());
    }

    @Test
    void refusesBlockThatIsNotRun(@TempDir Path folder) throws Exception {
        var tutorial = Files.readString(ROOT.resolve("docs/tutorial/python.md"));
        var page = Files.writeString(folder.resolve("page.md"), tutorial.replace("Save it as `golden.py`", "Write it"));
        var result = list(page);
        assertEquals(1, result.status(), result.output());
        assertTrue(result.output().contains("the block is neither a file, nor commands"), result.output());
    }
}
