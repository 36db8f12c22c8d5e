package io.ecsimages.dist;

import io.ecsimages.server.cli.EcsImagesCommand;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/**
 * Completes the folder of the distribution, which contains the launcher and the server's jar: adds the Java runtime, the manual
 * page, the completions of shells, and an archive of classes for a fast start.
 */
public final class Distribution {

    private static final int FIRST_WITH_ZIP_LEVELS = 21;
    private static final int FIRST_WITH_AOT_CACHE = 25;

    /** What the server and its libraries use. Not java.desktop: only H2's console needs it. */
    private static final List<String> MODULES = List.of(
            "java.base",
            "java.compiler",
            "java.instrument",
            "java.naming",
            "java.security.jgss",
            "java.sql",
            "jdk.crypto.ec",
            "jdk.jfr",
            "jdk.management",
            "jdk.net",
            "jdk.unsupported",
            "jdk.zipfs");

    /** The requests of the training run. */
    private static final List<String> REQUESTS = List.of(
            "/?Action=DescribeImages&RegionId=cn-hangzhou&Format=JSON",
            "/?Action=DescribeImages&RegionId=cn-hangzhou",
            "/?Action=DescribeImages&RegionId=cn-hangzhou&ImageName=web-*&Format=JSON",
            "/?Action=DescribeRegions&Format=JSON",
            "/?Action=DescribeImages&Format=JSON",
            "/docs/");

    private static final int TIMEOUT_SECONDS = 120;

    private final Path folder;
    private final Path jdk;
    private final FileTime time;

    private Distribution(Path folder, Path jdk, Instant time) {
        this.folder = folder;
        this.jdk = jdk;
        this.time = FileTime.from(time);
    }

    /** @param arguments the folder, the JDK whose runtime it gets, and the time of modification of all files */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        new Distribution(Path.of(arguments[0]).toRealPath(), Path.of(arguments[1]), Instant.parse(arguments[2]))
                .complete();
    }

    private void complete() throws IOException, InterruptedException {
        int version = version();
        var runtime = folder.resolve("runtime");
        run(
                null,
                jdk.resolve("bin/jlink").toString(),
                "--add-modules",
                String.join(",", MODULES),
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                version >= FIRST_WITH_ZIP_LEVELS ? "--compress=zip-9" : "--compress=2",
                "--output",
                runtime.toString());
        var share = Files.createDirectories(folder.resolve("share/man/man1"));
        Files.writeString(share.resolve("ecs-images.1"), ManualPage.of(new CommandLine(new EcsImagesCommand())));
        for (String shell : List.of("bash", "zsh", "fish")) {
            var completions = Files.createDirectories(folder.resolve("share/completions"));
            run(completions.resolve("ecs-images." + shell), launcher(), "completion", shell);
        }
        // The archive records the times of the jar and of the runtime.
        setTimes();
        if (version >= FIRST_WITH_AOT_CACHE) {
            train("-XX:AOTCacheOutput=", folder.resolve("lib/ecs-images.aot"));
        } else {
            run(null, runtime.resolve("bin/java").toString(), "-Xshare:dump");
            train("-XX:ArchiveClassesAtExit=", folder.resolve("lib/ecs-images.jsa"));
        }
        setTimes();
    }

    /** The feature version of the JDK. */
    private int version() throws IOException {
        var release = new Properties();
        try (var reader = Files.newBufferedReader(jdk.resolve("release"))) {
            release.load(reader);
        }
        var version = release.getProperty("JAVA_VERSION").replace("\"", "");
        return Runtime.Version.parse(version).feature();
    }

    private String launcher() {
        return folder.resolve("bin/ecs-images").toString();
    }

    /** Starts the sample once, with an option that records the classes it loads. */
    private void train(String option, Path archive) throws IOException, InterruptedException {
        int port = freePort();
        var log = Path.of(folder.getParent() + ".log").toFile();
        var builder = new ProcessBuilder(launcher(), "--port", Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(log);
        builder.environment().put("ECS_IMAGES_JVM_OPTS", option + archive);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        var server = builder.start();
        try {
            for (String request : REQUESTS) {
                send(URI.create("http://127.0.0.1:" + port + request), server);
            }
        } finally {
            server.destroy();
            server.waitFor();
        }
        if (!Files.exists(archive)) {
            throw new IOException(archive + " was not created: see " + log);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Sends a request; waits until the server accepts it. */
    private static void send(URI uri, Process server) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (true) {
            try {
                var connection = (HttpURLConnection) uri.toURL().openConnection();
                int status = connection.getResponseCode();
                try (var body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                    body.readAllBytes();
                }
                return;
            } catch (IOException e) {
                if (!server.isAlive() || System.nanoTime() > end) {
                    throw new IOException("the training run does not answer " + uri, e);
                }
                Thread.sleep(100);
            }
        }
    }

    private static void run(@Nullable Path output, String... command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.redirectOutput(
                output == null ? ProcessBuilder.Redirect.INHERIT : ProcessBuilder.Redirect.to(output.toFile()));
        int status = builder.start().waitFor();
        if (status != 0) {
            throw new IOException("status " + status + " of " + String.join(" ", command));
        }
    }

    private void setTimes() throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                if (!Files.isSymbolicLink(file)) {
                    Files.setLastModifiedTime(file, time);
                }
            }
        }
    }
}
