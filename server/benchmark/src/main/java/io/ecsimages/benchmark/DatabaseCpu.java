package io.ecsimages.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The CPU time of a database server on this machine. */
final class DatabaseCpu {

    private static final String PROCESS = System.getProperty("benchmark.database.process");
    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private static final int USER_TIME_OF_ENDED_CHILDREN = 13;
    private static final int SYSTEM_TIME_OF_ENDED_CHILDREN = 14;

    private DatabaseCpu() {}

    /** The CPU time of all processes with the name of the property {@code benchmark.database.process}, and of their children. */
    static double seconds() {
        return ProcessHandle.allProcesses()
                        .mapToLong(process -> ticks(process.pid()))
                        .sum()
                / TICKS_PER_SECOND;
    }

    private static long ticks(long pid) {
        var folder = Path.of("/proc", "" + pid);
        try {
            if (!Files.readString(folder.resolve("comm")).strip().equals(PROCESS)) {
                return 0;
            }
            var stat = Files.readString(folder.resolve("stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return List.of(USER_TIME, SYSTEM_TIME, USER_TIME_OF_ENDED_CHILDREN, SYSTEM_TIME_OF_ENDED_CHILDREN).stream()
                    .mapToLong(field -> Long.parseLong(fields[field]))
                    .sum();
        } catch (NoSuchFileException e) {
            // The process ended.
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
