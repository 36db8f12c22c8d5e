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

/** A server in the service's place, on a free port of loopback, that answers what a test tells it to. */
public final class StandIn implements AutoCloseable {

    /** An empty page. */
    public static final String PAGE = "{\"RequestId\":\"1\",\"RegionId\":\"cn-hangzhou\",\"TotalCount\":7,"
            + "\"PageNumber\":1,\"PageSize\":10,\"Images\":{\"Image\":[]}}";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> queries = new CopyOnWriteArrayList<>();

    private StandIn(HttpServer server, HttpHandler handler) {
        this.server = server;
        server.createContext("/", exchange -> {
            queries.add(exchange.getRequestURI().getRawQuery());
            handler.handle(exchange);
        });
        server.setExecutor(threads);
        server.start();
    }

    public static StandIn of(HttpHandler handler) {
        return of(handler, 0);
    }

    public static StandIn of(HttpHandler handler, int port) {
        try {
            return new StandIn(HttpServer.create(loopback(port), 0), handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static StandIn overTls(SSLContext tls, HttpHandler handler) {
        try {
            var server = HttpsServer.create(loopback(0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(tls));
            return new StandIn(server, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    public static void answer(HttpExchange exchange, int status, @Nullable String contentType, String body)
            throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        if (contentType != null) {
            exchange.getResponseHeaders().set("Content-Type", contentType);
        }
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    public static void answer(HttpExchange exchange, int status, String json) throws IOException {
        answer(exchange, status, "application/json;charset=utf-8", json);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + port();
    }

    /** The queries of all requests so far. */
    public List<String> queries() {
        return queries;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
