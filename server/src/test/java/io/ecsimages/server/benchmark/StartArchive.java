package io.ecsimages.server.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes what a Java of this version starts the server sooner with, by starting it once: an AOT cache (JDK 25 and newer), or
 * an archive of its classes; and beside it the arguments that use it.
 */
public final class StartArchive {

    private static final int FIRST_WITH_AOT_CACHE = 25;
    private static final String CALL = "/?Action=DescribeImages&RegionId=cn-hangzhou";

    private StartArchive() {}

    /**
     * @param arguments the jar of the server
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        make(Path.of(arguments[0]).toAbsolutePath());
    }

    /** @return the file of arguments: {@code java @file} starts the server */
    static Path make(Path jar) throws IOException, InterruptedException {
        boolean aot = Runtime.version().feature() >= FIRST_WITH_AOT_CACHE;
        var archive = beside(jar, aot ? ".aot" : ".jsa");
        Files.deleteIfExists(archive);
        var training = (aot ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive;
        try (var server = new Running(
                CALL, Running.java(List.of(training), "-jar", jar.toString(), "--port", "PORT"), beside(jar, ".log"))) {
            server.get(CALL + "&Format=JSON");
        }
        if (!Files.exists(archive)) {
            throw new IOException(archive + " was not made: see " + beside(jar, ".log"));
        }
        var use = (aot ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive;
        return Files.writeString(beside(jar, ".args"), use + "\n-jar\n" + jar + "\n");
    }

    private static Path beside(Path jar, String extension) {
        return jar.resolveSibling(jar.getFileName().toString().replace(".jar", extension));
    }
}
