package io.ecsimages.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.database.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A killed import stores all of its images or none.
 * {@code -Decs-images.kill-rounds=100 -Decs-images.kill-images=10000} kills more and larger imports.
 */
@Tag("extended")
class KilledImportTest {

    private static final int REPETITIONS = Integer.getInteger("ecs-images.kill-rounds", 1);
    private static final String ACCOUNT = "1000000000000001";
    private static final int FEW = 500;
    private static final int MANY = Integer.getInteger("ecs-images.kill-images", 3000);

    @TempDir
    private Path folder;

    private void importDump(Path dump) {
        var result = CommandResult.of("import", data(), "--account", ACCOUNT, dump.toString());
        assertThat(result.status()).as(result.err()).isEqualTo(0);
    }

    private String data() {
        return Databases.option(folder.resolve("data"));
    }

    /** Starts an import in a process of its own; returns when that has read the dump and begins to store the images. */
    private Process startImport(Path dump) throws IOException {
        var child = ChildProcess.builder(List.of("-Xmx256m"), "import", data(), "--account", ACCOUNT, "-")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // The dump is larger than the buffer of the pipe.
        try (var input = child.getOutputStream()) {
            Files.copy(dump, input);
        }
        return child;
    }

    /** The numbers of images, tags and snapshots, and the first and last ImageName. */
    private String state() throws SQLException {
        try (var connection = Databases.connect(folder.resolve("data"));
                var statement = connection.createStatement();
                ResultSet counts = statement.executeQuery(
                        "SELECT COUNT(*), (SELECT COUNT(*) FROM image_tag), (SELECT COUNT(*) FROM image_snapshot),"
                                + " MIN(image_name), MAX(image_name) FROM image")) {
            counts.next();
            return counts.getInt(1) + " " + counts.getInt(2) + " " + counts.getInt(3) + " " + counts.getString(4) + " "
                    + counts.getString(5);
        }
    }

    private static String all(int count, String name) {
        return count + " " + count + " " + count + " " + name + " " + name;
    }

    @Test
    void killedImportIsAtomic() throws Exception {
        importDump(LargeDump.write(folder.resolve("few"), FEW, "before"));
        var expected = all(FEW, "before");
        assertThat(state()).isEqualTo(expected);

        int unchanged = 0;
        int complete = 0;
        var dump = folder.resolve("many");
        for (int repetition = 0; repetition < REPETITIONS; repetition++) {
            var name = "repetition-" + repetition;
            var child = startImport(LargeDump.write(dump, MANY, name));
            child.waitFor(ThreadLocalRandom.current().nextLong(MANY / 2), TimeUnit.MILLISECONDS);
            child.destroyForcibly().waitFor();

            var state = state();
            assertThat(state.equals(expected) || state.equals(all(MANY, name)))
                    .as(state + ", and before: " + expected)
                    .isTrue();
            if (state.equals(expected)) {
                unchanged++;
            } else {
                complete++;
            }
            expected = state;
        }
        System.out.println("killed imports: " + REPETITIONS + " of " + MANY + " images; " + unchanged
                + " stored unchanged, " + complete + " stored all images, 0 stored some");
        importDump(dump);
        assertThat(state()).isEqualTo(all(MANY, "repetition-" + (REPETITIONS - 1)));
    }
}
