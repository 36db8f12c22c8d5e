package io.ecsimages.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.database.Databases;
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
    private static final int FEW = 500;
    private static final int MANY = Integer.getInteger("ecs-images.kill-images", 3000);

    @TempDir
    private Path folder;

    private Process importDump(Path dump, String data) throws Exception {
        return ChildProcess.start(
                List.of("-Xmx256m"),
                "import",
                Databases.option(folder.resolve(data)),
                "--account",
                "1000000000000001",
                dump.toString());
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
        long startOfFew = System.nanoTime();
        var before = importDump(LargeDump.write(folder.resolve("few"), FEW, "before"), "data");
        assertThat(before.waitFor()).isEqualTo(0);
        long durationOfFew = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startOfFew);
        var expected = all(FEW, "before");
        assertThat(state()).isEqualTo(expected);

        long start = System.nanoTime();
        assertThat(importDump(LargeDump.write(folder.resolve("many"), MANY, "measured"), "other")
                        .waitFor())
                .isEqualTo(0);
        long duration = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);

        // Earlier than this, the process is still starting.
        long earliest = Math.min(durationOfFew, duration * 2 / 3);
        int unchanged = 0;
        int complete = 0;
        for (int repetition = 0; repetition < REPETITIONS; repetition++) {
            var name = "repetition-" + repetition;
            var dump = LargeDump.write(folder.resolve("many"), MANY, name);
            var child = importDump(dump, "data");
            child.waitFor(ThreadLocalRandom.current().nextLong(earliest, duration), TimeUnit.MILLISECONDS);
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
        assertThat(importDump(folder.resolve("many"), "data").waitFor()).isEqualTo(0);
        assertThat(state()).isEqualTo(all(MANY, "repetition-" + (REPETITIONS - 1)));
    }
}
