package io.ecsimages.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ecsimages.client.model.DescribeImagesRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The message of each failure names the endpoint, the reason, and what to do. */
class TransportExceptionTest {

    private static final AccessKey KEY = AccessKey.of("id", "secret");
    private static final String HTTP = "micronaut.http.services.ecs-images.";

    private static String failure(String endpoint, Map<String, Object> options, Map<String, String> environment) {
        var all = new HashMap<>(options);
        all.put("ecs-images.retry.delay", "10ms");
        try (var ecs = EcsImages.connect(endpoint, KEY, all, new EnvironmentVariables(environment))) {
            var thrown = catchThrowableOfType(
                    TransportException.class, () -> ecs.describeImages(new DescribeImagesRequest()));
            assertThat(thrown).isNotNull();
            return thrown.getMessage();
        }
    }

    private static String failure(String endpoint) {
        return failure(endpoint, Map.of(), Map.of());
    }

    private static StubServer server() {
        return StubServer.of(exchange -> StubServer.respond(exchange, 200, StubServer.PAGE));
    }

    /** A socket that reads a little of each connection, writes a response, and closes. */
    private static final class RawServer implements AutoCloseable {

        private final ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        private final AtomicInteger connections = new AtomicInteger();

        /** Sends a response to each connection, then closes it. */
        RawServer(String response) throws IOException {
            this(response, true);
        }

        RawServer(String response, boolean closes) throws IOException {
            var thread = new Thread(() -> accept(response.getBytes(StandardCharsets.US_ASCII), closes));
            thread.setDaemon(true);
            thread.start();
        }

        private void accept(byte[] response, boolean closes) {
            while (!socket.isClosed()) {
                try (var connection = socket.accept()) {
                    connections.incrementAndGet();
                    connection.getInputStream().readNBytes(10);
                    // As over a network: a client with busy threads may not be ready for a faster response of a proxy.
                    Thread.sleep(200);
                    connection.getOutputStream().write(response);
                    if (closes) {
                        connection.shutdownOutput();
                    }
                    connection.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                } catch (IOException | InterruptedException e) {
                    // The client closed its connection, or the test ended.
                }
            }
        }

        String address() {
            return "127.0.0.1:" + socket.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void reportsTlsToPlainServer() throws IOException {
        try (var server = new RawServer("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")) {
            var message = " does not speak TLS: to connect without TLS, use the endpoint http://" + server.address();
            assertThat(failure(server.address())).isEqualTo("https://" + server.address() + message);
            assertThat(failure("https://" + server.address())).isEqualTo("https://" + server.address() + message);
            assertThat(server.connections).hasValue(2);
        }
    }

    @Test
    void reportsTlsHandshakeTimeout() {
        // The JDK's server waits for the end of the line.
        try (var server = server()) {
            var options = Map.<String, Object>of(HTTP + "ssl.handshake-timeout", "300ms");
            assertThat(failure("127.0.0.1:" + server.port(), options, Map.of()))
                    .startsWith("https://127.0.0.1:" + server.port() + " did not complete a TLS handshake in time")
                    .endsWith("use the endpoint " + server.endpoint());
        }
    }

    @Test
    void suggestsTlsForPlainHttpToTlsServer(@TempDir Path folder) throws Exception {
        var certificate = SelfSignedCertificate.of("ip:127.0.0.1", folder);
        try (var server = StubServer.overTls(certificate.serverContext(), exchange -> {})) {
            assertThat(failure(server.endpoint()))
                    .startsWith(server.endpoint() + ", or its proxy, closed the connection")
                    .endsWith("use the endpoint https://127.0.0.1:" + server.port());
        }
    }

    @Test
    void namesTrustStoreOptionForUntrustedCertificate(@TempDir Path folder) throws Exception {
        var certificate = SelfSignedCertificate.of("ip:127.0.0.1", folder);
        try (var server = StubServer.overTls(certificate.serverContext(), exchange -> {})) {
            assertThat(failure("127.0.0.1:" + server.port()))
                    .startsWith("the TLS handshake with https://127.0.0.1:" + server.port() + " failed: ")
                    .contains("unable to find valid certification path", HTTP + "ssl.trust-store.path");
        }
    }

    @Test
    void namesEndpointOfRefusedConnection() throws IOException {
        var endpoint = "http://127.0.0.1:" + ConnectionTest.freePort();
        assertThat(failure(endpoint))
                .startsWith("cannot connect to " + endpoint + ": Connection refused")
                .contains("check that the server runs");
    }

    @Test
    void namesOptionOfConnectTimeout() throws IOException {
        var loopback = InetAddress.getLoopbackAddress();
        try (var server = new ServerSocket(0, 1, loopback)) {
            // Fill the backlog, so that the next connection is not accepted.
            List<Socket> waiting = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                var socket = new Socket();
                waiting.add(socket);
                try {
                    socket.connect(server.getLocalSocketAddress(), 100);
                } catch (IOException full) {
                    break;
                }
            }
            var endpoint = "http://127.0.0.1:" + server.getLocalPort();
            assertThat(failure(endpoint, Map.of(HTTP + "connect-timeout", "300ms"), Map.of()))
                    .startsWith(endpoint + " did not accept a connection in time")
                    .endsWith(HTTP + "connect-timeout");
            for (var socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void namesUnknownHost() {
        assertThat(failure("http://service.invalid"))
                .isEqualTo("cannot resolve the host name of http://service.invalid, or of its proxy:"
                        + " check the endpoint, the proxy, and DNS");
    }

    @Test
    void namesOptionOfReadTimeoutAndDoesNotRetry() {
        try (var server = StubServer.of(exchange -> {})) {
            assertThat(failure(server.endpoint(), Map.of(HTTP + "read-timeout", "300ms"), Map.of()))
                    .startsWith(server.endpoint() + " sent no response in time")
                    .endsWith(HTTP + "read-timeout");
            assertThat(server.queries()).hasSize(1);
        }
    }

    @Test
    void doesNotRetryAfterIncompleteResponse() throws IOException {
        for (var response : List.of("", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")) {
            try (var server = new RawServer(response)) {
                assertThat(failure("http://" + server.address()))
                        .startsWith("http://" + server.address() + ", or its proxy, closed the connection before");
                assertThat(server.connections).hasValue(1);
            }
        }
    }

    @Test
    void reportsOtherProtocol() throws IOException {
        try (var server = new RawServer("SSH-2.0-OpenSSH_9\r\n")) {
            assertThat(failure("http://" + server.address()))
                    .startsWith(
                            "no HTTP response from http://" + server.address() + ": invalid version format: SSH-2.0");
        }
    }

    @Test
    void namesProxyInProxyFailures() throws IOException {
        int port = ConnectionTest.freePort();
        assertThat(failure("http://service.invalid", Map.of(), Map.of("http_proxy", "http://127.0.0.1:" + port)))
                .startsWith("cannot connect to http://service.invalid: ")
                .contains("127.0.0.1:" + port, "proxy");
        assertThat(failure("http://service.invalid", Map.of(), Map.of("http_proxy", "http://proxy.invalid:1")))
                .startsWith("cannot resolve the host name of http://service.invalid, or of its proxy");
        var refusal = "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n";
        try (var proxy = new RawServer(refusal, false)) {
            assertThat(failure("http://service.invalid", Map.of(), Map.of("http_proxy", "http://" + proxy.address())))
                    .startsWith("the proxy opened no connection to http://service.invalid: ")
                    .contains("407");
        }
    }
}
