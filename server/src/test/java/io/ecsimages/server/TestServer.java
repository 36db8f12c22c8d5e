package io.ecsimages.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.contract.ContractConformance;
import io.ecsimages.server.contract.ContractDocument;
import io.ecsimages.server.database.Databases;
import io.ecsimages.server.http.RawResponse;
import io.ecsimages.server.store.CatalogueChange;
import io.ecsimages.server.store.CatalogueVersions;
import io.ecsimages.server.transfer.Dump;
import io.ecsimages.server.transfer.Importer;
import io.ecsimages.server.transfer.SampleCatalogue;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.BindException;
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
 * A server on a free loopback port with its own database, and methods to send requests to it. {@link ServerTest} injects one.
 * Tests that need further servers start them with {@link #empty} or {@link #withSample}.
 */
@Singleton
public final class TestServer implements AutoCloseable {

    public static final long ACCOUNT = SampleCatalogue.ACCOUNT;

    /** The largest PageSize of DescribeImages, with which a request lists every image of most tests. */
    public static final String MAXIMUM_PAGE_SIZE =
            "" + ContractDocument.CONTRACT.limit("DescribeImages", "PageSize", "maximum");

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int ATTEMPTS = 3;

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
        for (int attempt = 1; ; attempt++) {
            var context = ApplicationContext.run(properties);
            try {
                return new TestServer(
                        context, context.getBean(EmbeddedServer.class).start());
            } catch (ServerStartupException e) {
                context.close();
                // Another program can take a port of ${random.port}, which was free, before the server listens.
                if (attempt == ATTEMPTS || !(e.getCause() instanceof BindException)) {
                    throw e;
                }
            }
        }
    }

    /** Returns the default properties: a free port, unsigned requests for {@link #ACCOUNT}, and the conformance check. */
    static Map<String, Object> defaultProperties() {
        return Map.of(
                "micronaut.server.port",
                -1,
                "ecs-images.test.conformance",
                true,
                "ecs-images.unsigned-account",
                ACCOUNT);
    }

    /** Starts a server with an empty catalogue. */
    public static TestServer empty(Map<String, Object> options) {
        return start(options);
    }

    /** Starts a server with an empty catalogue. */
    public static TestServer empty() {
        return start(Map.of());
    }

    /** Starts a server with the sample catalogue and its access key. */
    public static TestServer withSample(Map<String, Object> options) {
        return start(options).loadSample();
    }

    /** Starts a server with the sample catalogue and its access key. */
    public static TestServer withSample() {
        return withSample(Map.of());
    }

    /** Imports the sample catalogue and its access key. */
    public TestServer loadSample() {
        bean(SampleCatalogue.class).load();
        return this;
    }

    /** Returns the options of a server that rejects unsigned requests. */
    public static Map<String, Object> signedOnly() {
        return Map.of("ecs-images.unsigned-account", "");
    }

    /** Returns an unused loopback port. */
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

    /** Runs a statement on the database, without a new catalogue version. */
    public void sql(String statement) {
        var url = context.getRequiredProperty("datasources.default.url", String.class);
        try (var connection = DriverManager.getConnection(url)) {
            connection.createStatement().execute(statement);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns transactions on the server's connections. */
    @SuppressWarnings("unchecked")
    public TransactionOperations<Connection> transactions() {
        return bean(TransactionOperations.class);
    }

    /** Runs a statement and creates a new catalogue version, so that caches reload. */
    public void change(String statement) {
        transactions().executeWrite(status -> {
            bean(CatalogueVersions.class).record(CatalogueChange.EVERYTHING);
            return status.getConnection().createStatement().execute(statement);
        });
    }

    public int managementPort() {
        return context.getRequiredProperty("endpoints.all.port", Integer.class);
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getPort() + "/");
    }

    /** Imports a dump as images of an account. */
    public void importDump(String dump, long account) {
        var bytes = dump.getBytes(StandardCharsets.UTF_8);
        bean(Importer.class).importDump(new Dump("a dump", () -> new ByteArrayInputStream(bytes), null), account);
    }

    /** Sends a GET request with these parameters. */
    public HttpResponse<String> get(Map<String, String> parameters) {
        return send(HttpRequest.newBuilder(URI.create(uri() + "?" + form(parameters)))
                .GET());
    }

    /** Sends a POST request with a query and a form. */
    public HttpResponse<String> post(String query, String form) {
        return send(HttpRequest.newBuilder(URI.create(uri() + "?" + query))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    /** Sends DescribeImages for cn-hangzhou with additional parameters, names and values in turn. */
    public JsonNode describe(String... pairs) {
        return call("DescribeImages", pairs);
    }

    /** Sends an action for cn-hangzhou with additional parameters, names and values in turn. */
    public JsonNode call(String action, String... pairs) {
        var parameters = parameters(pairs);
        parameters.put("Action", action);
        parameters.put("Format", "JSON");
        return json(get(parameters));
    }

    /** Sends an action for cn-hangzhou with additional parameters, and expects success. */
    public JsonNode succeed(String action, String... pairs) {
        var response = call(action, pairs);
        assertThat(response.has("Code")).as(response.toString()).isFalse();
        return response;
    }

    /** Sends an action for cn-hangzhou with additional parameters, and expects an error. */
    public void fail(ApiError error, String action, String... pairs) {
        var parameters = parameters(pairs);
        parameters.put("Action", action);
        RawResponse.of(get(parameters)).assertError(error);
    }

    /** Returns the parameters of DescribeImages in cn-hangzhou, with additional or overriding ones. */
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

    private static String encode(String string) {
        return URLEncoder.encode(string, StandardCharsets.UTF_8);
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
