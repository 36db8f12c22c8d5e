package io.ecsimages.server.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.http.RawResponse;
import io.ecsimages.server.http.V1Request;
import io.micronaut.context.annotation.Property;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that hold connections but send little or nothing. The server responds promptly to other clients. */
@Tag("database-independent")
@ServerTest
@Property(name = "ecs-images.unsigned-account", value = "")
@Property(name = "micronaut.server.idle-timeout", value = "1s")
class SlowClientTest {

    private static final Duration RESPONSE_TIME = Duration.ofSeconds(5);
    private static final int CLOSE_TIMEOUT_MILLIS = 15_000;

    private static TestServer server;
    private static URI uri;

    private final List<Socket> sockets = new ArrayList<>();

    @BeforeAll
    static void start(TestServer started) {
        server = started.loadSample();
        uri = server.uri();
        new V1Request("GET").send(uri).assertImages();
    }

    @AfterEach
    void disconnect() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private Socket connect(String beginning) throws IOException {
        var socket = new Socket(uri.getHost(), uri.getPort());
        sockets.add(socket);
        socket.getOutputStream().write(beginning.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static String string(V1Request call) {
        return new String(call.request(uri).bytes(), StandardCharsets.ISO_8859_1);
    }

    private static void assertRespondsToOthers() {
        var start = Instant.now();
        new V1Request("GET").send(uri).assertImages();
        new V1Request("POST").inForm().send(uri).assertImages();
        assertThat(Duration.between(start, Instant.now())).isLessThan(RESPONSE_TIME);
    }

    private static void assertCloses(Socket socket) throws IOException {
        socket.setSoTimeout(CLOSE_TIMEOUT_MILLIS);
        assertThat(socket.getInputStream().read())
                .as("end of the connection, without a response")
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET",
                "GET /?Action=DescribeImages",
                "GET / HTTP/1.1\r\nHost: x\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nAction=",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n20\r\nAction="
            })
    void closesConnectionOfStalledRequest(String beginning) throws IOException {
        var slow = connect(beginning);
        assertRespondsToOthers();
        assertCloses(slow);
    }

    @Test
    void closesIdleConnection() throws IOException {
        var kept = connect(string(new V1Request("GET")));
        RawResponse.read(kept).orElseThrow().assertImages();
        assertCloses(kept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /?", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"})
    void closesConnectionOfTricklingRequest(String beginning) throws Exception {
        var options = new HashMap<String, Object>(TestServer.signedOnly());
        options.put("ecs-images.request-timeout", "2s");
        try (var shortTimeout = TestServer.withSample(options);
                var slow = new Socket(
                        shortTimeout.uri().getHost(), shortTimeout.uri().getPort())) {
            slow.getOutputStream().write(beginning.getBytes(StandardCharsets.ISO_8859_1));
            slow.setSoTimeout(200);
            assertThat(closesWhileTrickling(slow))
                    .as("connection closed although bytes arrive")
                    .isTrue();
            new V1Request("GET").send(shortTimeout.uri()).assertImages();
        }
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void closesConnectionOfEndlessRejectedRequest() throws IOException {
        var endless = connect("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000000\r\n\r\n");
        assertThat(RawResponse.read(endless).orElseThrow().status()).isEqualTo(413);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
            while (true) {
                endless.getOutputStream().write('x');
                Thread.sleep(10);
            }
        });
    }

    /** Sends a byte every 200 ms for 10 seconds; returns whether the server closes the connection. */
    private static boolean closesWhileTrickling(Socket slow) {
        for (int i = 0; i < 50; i++) {
            try {
                slow.getOutputStream().write('x');
                if (slow.getInputStream().readAllBytes() != null) {
                    return true;
                }
            } catch (SocketTimeoutException e) {
                // The connection is still open.
            } catch (IOException e) {
                return true;
            }
        }
        return false;
    }

    @Test
    void respondsDespiteManyIdleConnections() throws IOException {
        for (int i = 0; i < 500; i++) {
            connect(i % 2 == 0 ? "" : "POST / HTTP/1.1\r\nContent-Length: 100000\r\n\r\n");
        }
        assertRespondsToOthers();
    }

    @Test
    void respondsDespiteManyTricklingClients() throws IOException {
        for (int i = 0; i < 200; i++) {
            connect(i % 2 == 0 ? "GET /?" : "POST / HTTP/1.1\r\nContent-Length: 100000\r\n\r\n");
        }
        for (int i = 0; i < 10; i++) {
            for (Socket socket : sockets) {
                socket.getOutputStream().write('x');
            }
            assertRespondsToOthers();
        }
    }

    @Test
    void respondsDespiteClientsThatDoNotRead() throws IOException {
        for (int i = 0; i < 20; i++) {
            var requests = new StringBuilder();
            for (int n = 0; n < 20; n++) {
                requests.append(string(new V1Request("GET").with("PageSize", TestServer.MAXIMUM_PAGE_SIZE)));
            }
            connect(requests.toString());
        }
        assertRespondsToOthers();
    }
}
