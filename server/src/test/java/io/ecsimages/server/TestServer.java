package io.ecsimages.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ecsimages.server.contract.ContractConformance;
import io.ecsimages.server.database.Databases;
import io.ecsimages.server.store.CatalogueVersions;
import io.ecsimages.server.transfer.Dump;
import io.ecsimages.server.transfer.Importer;
import io.ecsimages.server.transfer.SampleCatalogue;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A server on a free port of loopback with its own database, and a plain HTTP client for it. {@link ServerTest} injects one;
 * tests that need several servers, or start and stop them, start their own here.
 */
@Singleton
public final class TestServer implements AutoCloseable {

    public static final long ACCOUNT = SampleCatalogue.ACCOUNT;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ApplicationContext context;
    private final EmbeddedServer server;

    TestServer(ApplicationContext context, EmbeddedServer server) {
        this.context = context;
        this.server = server;
    }

    private static TestServer start(Map<String, Object> options) {
        var properties = new HashMap<>(defaultProperties());
        properties.putAll(options);
        properties.computeIfAbsent("datasources.default.url", name -> Databases.create());
        var context = ApplicationContext.run(properties);
        return new TestServer(context, context.getBean(EmbeddedServer.class).start());
    }

    /** Without a database: a free port, unsigned requests of {@link #ACCOUNT}, the conformance check. */
    static Map<String, Object> defaultProperties() {
        return Map.of(
                "micronaut.server.port",
                -1,
                "ecs-images.test.conformity",
                true,
                "ecs-images.unsigned-account",
                ACCOUNT);
    }

    /** With an empty catalogue. */
    public static TestServer empty(Map<String, Object> options) {
        return start(options);
    }

    /** With an empty catalogue. */
    public static TestServer empty() {
        return start(Map.of());
    }

    /** With the sample catalogue, and its key. */
    public static TestServer withSample(Map<String, Object> options) {
        return start(options).loadSample();
    }

    /** With the sample catalogue, and its key. */
    public static TestServer withSample() {
        return withSample(Map.of());
    }

    /** Adds the sample catalogue and its key. */
    public TestServer loadSample() {
        bean(SampleCatalogue.class).load();
        return this;
    }

    /** The options of a server that refuses unsigned requests. */
    public static Map<String, Object> signedOnly() {
        return Map.of("ecs-images.unsigned-account", "");
    }

    /** The options of a server with a management port. */
    public static Map<String, Object> managedAt(int port) {
        return Map.of(
                "endpoints.all.port", port,
                "endpoints.health.enabled", true,
                "endpoints.prometheus.enabled", true,
                "micronaut.metrics.enabled", true);
    }

    /** A port of loopback that nobody listens at. */
    public static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Runs a statement on the server's database, behind its back. */
    public void sql(String statement) {
        var url = context.getRequiredProperty("datasources.default.url", String.class);
        try (var connection = DriverManager.getConnection(url)) {
            connection.createStatement().execute(statement);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Transactions of the server, in its own connections. */
    @SuppressWarnings("unchecked")
    public TransactionOperations<Connection> transactions() {
        return bean(TransactionOperations.class);
    }

    /** Runs a statement that changes the catalogue, and makes a new version, so that servers notice. */
    public void change(String statement) {
        transactions().executeWrite(status -> {
            bean(CatalogueVersions.class).bump();
            return status.getConnection().createStatement().execute(statement);
        });
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getPort() + "/");
    }

    /** Imports a dump, given as text. */
    public void importDump(String dump, long account) {
        var bytes = dump.getBytes(StandardCharsets.UTF_8);
        bean(Importer.class).importDump(new Dump("a dump", () -> new ByteArrayInputStream(bytes), null), account);
    }

    /** Calls DescribeImages by GET; without Format, so that the response is what a plain request gets. */
    public HttpResponse<String> get(Map<String, String> parameters) {
        return send(HttpRequest.newBuilder(URI.create(uri() + "?" + form(parameters)))
                .GET());
    }

    /** Makes a call by POST; its parameters are in the query, in the form, or in both. */
    public HttpResponse<String> post(String query, String form) {
        return send(HttpRequest.newBuilder(URI.create(uri() + "?" + query))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    /** Calls DescribeImages in cn-hangzhou; these parameters beside. */
    public JsonNode describe(String... pairs) {
        return call("DescribeImages", pairs);
    }

    /** Makes this call in cn-hangzhou; these parameters beside. */
    public JsonNode call(String action, String... pairs) {
        var parameters = parameters(pairs);
        parameters.put("Action", action);
        parameters.put("Format", "JSON");
        return json(get(parameters));
    }

    /** The parameters of a call of DescribeImages in cn-hangzhou; these beside, or instead. */
    public static Map<String, String> parameters(String... pairs) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("Action", "DescribeImages");
        parameters.put("RegionId", "cn-hangzhou");
        for (int i = 0; i < pairs.length; i += 2) {
            parameters.put(pairs[i], pairs[i + 1]);
        }
        return parameters;
    }

    public static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    public static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + response.body(), e);
        }
    }

    /** Fails if a response differs from the contract. */
    void checkConformance() {
        assertThat(bean(ContractConformance.class).problems())
                .as("differences from the contract")
                .isEmpty();
    }

    /** Stops the server; fails if a response differs from the contract. */
    @Override
    public void close() {
        try (context) {
            checkConformance();
        }
    }
}
