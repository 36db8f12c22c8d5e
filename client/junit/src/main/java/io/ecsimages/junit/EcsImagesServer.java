package io.ecsimages.junit;

import io.ecsimages.client.AccessKey;
import io.ecsimages.client.EcsImages;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The server inside of a test, on a free port of loopback, with a catalogue of its own in memory. Register it in a static
 * field, and it lives as long as the class; in another field, as long as each test. Many may live at once.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final EcsImagesServer SERVER = EcsImagesServer.withDumps(Path.of("src/test/resources/images.json"));
 * }</pre>
 *
 * <p>It answers as the real service does to whoever signs with {@link #key()}, and takes who does not sign for the same
 * account.
 */
public final class EcsImagesServer
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, AutoCloseable {

    private final List<Path> dumps;
    private AutoCloseable server;
    private String endpoint;
    private EcsImages client;
    private boolean forOneTest;

    private EcsImagesServer(List<Path> dumps) {
        this.dumps = dumps;
    }

    /** With the sample catalogue, which the server also starts with when it is told nothing else. */
    public static EcsImagesServer withSample() {
        return new EcsImagesServer(List.of());
    }

    /**
     * With dumps: what the real service, or a server, answered to the account that asks.
     *
     * @param dumps files of any form that the server imports
     */
    public static EcsImagesServer withDumps(Path... dumps) {
        if (dumps.length == 0) {
            throw new IllegalArgumentException("name a dump, or start withSample()");
        }
        return new EcsImagesServer(List.of(dumps));
    }

    /**
     * Starts it where no test framework does.
     *
     * @throws IllegalArgumentException if a dump cannot be imported; the message says which, where, and why
     */
    public EcsImagesServer start() {
        var thread = Thread.currentThread();
        var loader = thread.getContextClassLoader();
        thread.setContextClassLoader(ServerJar.CLASSES);
        try {
            var embedded = ServerJar.CLASSES.loadClass("io.ecsimages.server.cli.Embedded");
            server = (AutoCloseable) embedded.getMethod("start", List.class).invoke(null, dumps);
            endpoint = (String) embedded.getMethod("endpoint").invoke(server);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(e.getCause().getMessage(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the server's jar is not the one that belongs to this one", e);
        } finally {
            thread.setContextClassLoader(loader);
        }
        client = EcsImages.connect(endpoint, key());
        return this;
    }

    /** Where it is: {@code http://127.0.0.1:} and its port. */
    public String endpoint() {
        if (endpoint == null) {
            throw new IllegalStateException("the server is not started");
        }
        return endpoint;
    }

    /** The key of the account whose view the dumps are. */
    public AccessKey key() {
        return AccessKey.of("testid", "testsecret");
    }

    /** A client that signs with the key; the server closes it. */
    public EcsImages client() {
        if (client == null) {
            throw new IllegalStateException("the server is not started");
        }
        return client;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (server == null) {
            start();
            forOneTest = true;
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (forOneTest) {
            close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        close();
    }

    /** Stops it, and closes its client. */
    @Override
    public void close() throws Exception {
        if (server != null) {
            client.close();
            server.close();
            server = null;
            endpoint = null;
            client = null;
        }
    }
}
