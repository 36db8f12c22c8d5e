package io.ecsimages.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** An HTTP server on a free loopback port, with the responses that a test sets. */
public final class StubServer implements AutoCloseable {

    /** A response without images and with TotalCount 7. */
    public static final String PAGE = "{\"RequestId\":\"1\",\"RegionId\":\"cn-hangzhou\",\"TotalCount\":7,"
            + "\"PageNumber\":1,\"PageSize\":10,\"Images\":{\"Image\":[]}}";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> queries = new CopyOnWriteArrayList<>();

    private StubServer(HttpServer server, HttpHandler handler) {
        this.server = server;
        server.createContext("/", exchange -> {
            queries.add(exchange.getRequestURI().getRawQuery());
            handler.handle(exchange);
        });
        server.setExecutor(threads);
        server.start();
    }

    public static StubServer of(HttpHandler handler) {
        return of(handler, 0);
    }

    public static StubServer of(HttpHandler handler, int port) {
        try {
            return new StubServer(HttpServer.create(loopback(port), 0), handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static StubServer overTls(SSLContext tls, HttpHandler handler) {
        try {
            var server = HttpsServer.create(loopback(0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(tls));
            return new StubServer(server, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    public static void respond(HttpExchange exchange, int status, @Nullable String contentType, String body)
            throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        if (contentType != null) {
            exchange.getResponseHeaders().set("Content-Type", contentType);
        }
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    public static void respond(HttpExchange exchange, int status, String json) throws IOException {
        respond(exchange, status, "application/json;charset=utf-8", json);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + port();
    }

    /** Returns the query strings of all requests so far. */
    public List<String> queries() {
        return queries;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
