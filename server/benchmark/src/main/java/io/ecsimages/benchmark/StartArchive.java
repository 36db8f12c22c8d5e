package io.ecsimages.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Creates the archive with which Java starts the server faster: an AOT cache on JDK 25 and newer, a CDS archive on older ones.
 * It starts the server once to record its classes, and writes the arguments that use the archive beside the jar.
 */
public final class StartArchive {

    private static final int FIRST_WITH_AOT_CACHE = 25;
    private static final String REQUEST = "/?Action=DescribeImages&RegionId=cn-hangzhou";

    private StartArchive() {}

    /** @param arguments the jar of the server */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        create(Path.of(arguments[0]).toRealPath());
    }

    /** @return the file of arguments: {@code java @file} starts the server */
    static Path create(Path jar) throws IOException, InterruptedException {
        boolean aot = Runtime.version().feature() >= FIRST_WITH_AOT_CACHE;
        var archive = beside(jar, aot ? ".aot" : ".jsa");
        Files.deleteIfExists(archive);
        var training = (aot ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive;
        try (var server = new ServerProcess(
                REQUEST,
                ServerBuild.java(List.of(training), "-jar", jar.toString(), "--port", "PORT"),
                beside(jar, ".log"))) {
            server.get(REQUEST + "&Format=JSON");
        }
        if (!Files.exists(archive)) {
            throw new IOException(archive + " was not created: see " + beside(jar, ".log"));
        }
        var use = (aot ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive;
        return Files.writeString(beside(jar, ".args"), use + "\n-jar\n" + jar + "\n");
    }

    private static Path beside(Path jar, String extension) {
        return jar.resolveSibling(jar.getFileName().toString().replace(".jar", extension));
    }
}
