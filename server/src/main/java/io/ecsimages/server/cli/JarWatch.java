package io.ecsimages.server.cli;

import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * Ends the server when its jar is overwritten. Java reads classes from the jar when they are first used, and a server that
 * cannot load a class stops to answer requests and signals. A jar that is deleted, or replaced by another file, does no harm:
 * Java keeps the old file open.
 */
final class JarWatch implements Runnable {

    private static final int INTERVAL_MILLIS = 500;
    private static final int STATUS = 1;

    private final Path jar;
    private final BasicFileAttributes original;

    private JarWatch(Path jar) throws IOException {
        this.jar = jar;
        this.original = Files.readAttributes(jar, BasicFileAttributes.class);
    }

    /** Starts to watch the jar of this class; does nothing if the class is not in a jar. */
    static void start() {
        try {
            // Not the code source of the class, which has no location if the class comes from an AOT cache.
            var resource = Objects.requireNonNull(JarWatch.class.getResource("JarWatch.class"));
            if (!(resource.openConnection() instanceof JarURLConnection connection)) {
                return;
            }
            var jar = Path.of(connection.getJarFileURL().toURI());
            if (Files.isRegularFile(jar)) {
                var watch = new JarWatch(jar);
                // Loads the classes of a check.
                watch.isOverwritten();
                var thread = new Thread(watch, "jar-watch");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException | URISyntaxException e) {
            throw new CommandException("the jar of the server cannot be read: " + e.getMessage());
        }
    }

    @Override
    public void run() {
        try {
            do {
                Thread.sleep(INTERVAL_MILLIS);
            } while (!isOverwritten());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        System.err.println("ecs-images: " + jar + " was overwritten while the server ran; start the server again");
        // Shutdown hooks would need classes that can no longer be loaded. The catalogue survives this, like a crash.
        Runtime.getRuntime().halt(STATUS);
    }

    /** Whether the file that Java has open has other content. */
    private boolean isOverwritten() {
        var current = attributes();
        return current != null
                && Objects.equals(current.fileKey(), original.fileKey())
                && (current.size() != original.size()
                        || !current.lastModifiedTime().equals(original.lastModifiedTime()));
    }

    @Nullable
    private BasicFileAttributes attributes() {
        try {
            return Files.readAttributes(jar, BasicFileAttributes.class);
        } catch (IOException e) {
            return null;
        }
    }
}
