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
 * A JUnit extension that runs an ecs-images server on a free loopback port, with its own catalogue in memory.
 *
 * <p>Register it in a static field for one server per class, or in an instance field for one server per test. Servers are
 * independent of each other.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final EcsImagesServer SERVER = EcsImagesServer.withDumps(Path.of("src/test/resources/images.json"));
 * }</pre>
 *
 * <p>The server accepts requests signed with {@link #key()}, and unsigned requests as the same account. It rejects other
 * keys as the real service does. It refuses requests with unknown parameters, except with
 * {@link #ignoringUnknownParameters()}.
 *
 * <p>Requires JUnit 5.8 or newer, including JUnit 6, which the project declares itself. Outside of JUnit, use {@link #start()}
 * and {@link #close()}; the JUnit API must still be on the class path.
 */
@SuppressWarnings("NullAway") // Fields are null while the server is not started.
public final class EcsImagesServer
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, AutoCloseable {

    private static final AccessKey KEY = AccessKey.of("testid", "testsecret");

    private final List<Path> dumps;
    private AutoCloseable server;
    private String endpoint;
    private EcsImages client;
    private boolean perTest;
    private boolean strict = true;

    private EcsImagesServer(List<Path> dumps) {
        this.dumps = dumps;
    }

    /** Creates a server with the sample catalogue, the default of {@code serve}. */
    public static EcsImagesServer withSample() {
        return new EcsImagesServer(List.of());
    }

    /**
     * Creates a server with imported dumps: responses of the real service, or files that {@code export} wrote.
     *
     * @param dumps the files, in any format that {@code import} reads
     * @throws IllegalArgumentException if there is no dump
     */
    public static EcsImagesServer withDumps(Path... dumps) {
        if (dumps.length == 0) {
            throw new IllegalArgumentException("no dumps: pass at least one file, or use withSample()");
        }
        return new EcsImagesServer(List.of(dumps));
    }

    /**
     * Lets requests have unknown parameters, as the real service may; the response names them in the header
     * {@code x-ecs-images-ignored-parameters}. By default, the server refuses such requests, because an unknown parameter is
     * often a misspelt filter.
     *
     * @return this server
     */
    public EcsImagesServer ignoringUnknownParameters() {
        strict = false;
        return this;
    }

    /**
     * Starts the server. JUnit calls this; call it only outside of JUnit.
     *
     * @return this server
     * @throws IllegalArgumentException if a dump cannot be imported; the message names the file, the position and the reason
     */
    public EcsImagesServer start() {
        var thread = Thread.currentThread();
        var loader = thread.getContextClassLoader();
        thread.setContextClassLoader(ServerJar.CLASS_LOADER);
        try {
            var launcher = ServerJar.CLASS_LOADER.loadClass("io.ecsimages.server.cli.EmbeddedServerLauncher");
            server = (AutoCloseable)
                    launcher.getMethod("start", List.class, boolean.class).invoke(null, dumps, strict);
            endpoint = (String) launcher.getMethod("endpoint").invoke(server);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(e.getCause().getMessage(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(
                    "the packed server does not match this version of ecs-images-junit: build both together", e);
        } finally {
            thread.setContextClassLoader(loader);
        }
        client = EcsImages.connect(endpoint, KEY);
        return this;
    }

    /**
     * Returns the address of the server, for example {@code http://127.0.0.1:41234}.
     *
     * @throws IllegalStateException if the server is not started
     */
    public String endpoint() {
        requireStarted();
        return endpoint;
    }

    /** Returns the access key of the account that the dumps belong to. */
    public AccessKey key() {
        return KEY;
    }

    /**
     * Returns a client that signs with {@link #key()}. It is closed with the server.
     *
     * @throws IllegalStateException if the server is not started
     */
    public EcsImages client() {
        requireStarted();
        return client;
    }

    private void requireStarted() {
        if (server == null) {
            throw new IllegalStateException(
                    "the server is not started: register it with @RegisterExtension, or call start()");
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (server == null) {
            start();
            perTest = true;
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (perTest) {
            close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        close();
    }

    /** Closes the client and stops the server. */
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
