package io.ecsimages.junit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;

/**
 * The server's jar, which is packed into this one, with its own class loader.
 *
 * <p>The class loader keeps the server and the program under test apart: neither sees classes, beans, configuration or
 * library versions of the other.
 */
final class ServerJar {

    private static final String RESOURCE = "/META-INF/ecs-images-server.jar";

    /** The class loader of all servers in this JVM. */
    static final ClassLoader CLASS_LOADER = open();

    private ServerJar() {}

    private static ClassLoader open() {
        try (var packed = ServerJar.class.getResourceAsStream(RESOURCE)) {
            if (packed == null) {
                throw new FileNotFoundException(
                        RESOURCE + " is not on the class path: use the packaged jar of ecs-images-junit");
            }
            var file = Files.createTempFile("ecs-images-server-", ".jar");
            file.toFile().deleteOnExit();
            Files.copy(packed, file, StandardCopyOption.REPLACE_EXISTING);
            return new URLClassLoader(new URL[] {file.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
