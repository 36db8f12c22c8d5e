package io.ecsimages.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.Application;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server whose jar changes while it runs. */
@Timeout(90)
@Tag("database-independent")
class JarWatchTest {

    @TempDir
    private Path folder;

    private Path classes;
    private Path jar;

    @BeforeEach
    void packClasses() throws Exception {
        classes = Path.of(Application.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        jar = pack(folder.resolve("server.jar"));
    }

    private Path pack(Path target) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(target));
                var files = Files.walk(classes)) {
            out.setLevel(Deflater.NO_COMPRESSION);
            for (Path file : files.filter(path -> !path.equals(classes)).toList()) {
                // Micronaut finds beans by the entries of folders.
                var name = classes.relativize(file).toString();
                out.putNextEntry(new ZipEntry(Files.isDirectory(file) ? name + "/" : name));
                if (Files.isRegularFile(file)) {
                    Files.copy(file, out);
                }
            }
        }
        return target;
    }

    /** Starts a server whose own classes are in the jar. */
    private ServerProcess start(Path log) throws IOException {
        var classPath = System.getProperty("java.class.path").replace(classes.toString(), jar.toString());
        return ServerProcess.withClassPath(classPath, log, "--port", "0");
    }

    @Test
    void overwrittenJarEndsServer() throws Exception {
        var log = folder.resolve("log");
        try (var server = start(log)) {
            // As a build does: the same file gets other content.
            Files.write(jar, new byte[1000]);
            assertThat(server.waitForExit()).isEqualTo(1);
            assertThat(Files.readString(log))
                    .contains("ecs-images: " + jar + " was overwritten while the server ran; start the server again");
        }
    }

    @Test
    void replacedOrDeletedJarKeepsServer() throws Exception {
        try (var server = start(folder.resolve("log"))) {
            Files.move(pack(folder.resolve("new.jar")), jar, StandardCopyOption.REPLACE_EXISTING);
            TimeUnit.SECONDS.sleep(2);
            assertThat(server.describe("").get("TotalCount").asInt()).isPositive();
            Files.delete(jar);
            TimeUnit.SECONDS.sleep(2);
            assertThat(server.describe("&ImageName=web-*").get("TotalCount").asInt())
                    .isPositive();
            assertThat(server.stop()).isEqualTo(143);
        }
    }
}
