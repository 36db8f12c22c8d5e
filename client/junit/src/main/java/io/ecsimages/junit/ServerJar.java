package io.ecsimages.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;

/**
 * The jar of the server, which this jar carries, with class loader of its own: nothing of the server is seen by the program
 * that is tested, and nothing of that program (its configuration, its beans, its versions of libraries) by the server.
 */
final class ServerJar {

    /** One for all servers of a test run. */
    static final ClassLoader CLASSES = open();

    private ServerJar() {}

    private static ClassLoader open() {
        try (var packed = ServerJar.class.getResourceAsStream("/META-INF/ecs-images-server.jar")) {
            var file = Files.createTempFile("ecs-images-server-", ".jar");
            file.toFile().deleteOnExit();
            Files.copy(packed, file, StandardCopyOption.REPLACE_EXISTING);
            return new URLClassLoader(new URL[] {file.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
