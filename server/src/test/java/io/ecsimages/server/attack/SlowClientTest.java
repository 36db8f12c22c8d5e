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

/** Clients that hold connections and send nothing, or next to nothing: others are answered promptly. */
@Tag("database-independent")
@ServerTest
@Property(name = "ecs-images.unsigned-account", value = "")
@Property(name = "micronaut.server.idle-timeout", value = "1s")
class SlowClientTest {

    private static final Duration PROMPTLY = Duration.ofSeconds(5);
    private static final int IN_THE_END = 15_000;

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

    private static String whole(V1Request call) {
        return new String(call.request(uri).bytes(), StandardCharsets.ISO_8859_1);
    }

    private static void assertOthersAreAnswered() {
        var start = Instant.now();
        new V1Request("GET").send(uri).assertImages();
        new V1Request("POST").inForm().send(uri).assertImages();
        assertThat(Duration.between(start, Instant.now())).isLessThan(PROMPTLY);
    }

    private static void assertIsClosed(Socket socket) throws IOException {
        socket.setSoTimeout(IN_THE_END);
        assertThat(socket.getInputStream().read())
                .as("closed, without a response")
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
    void aRequestThatDoesNotGoOnIsClosed(String beginning) throws IOException {
        var slow = connect(beginning);
        assertOthersAreAnswered();
        assertIsClosed(slow);
    }

    @Test
    void aConnectionThatIsKeptAliveIsClosedInTheEnd() throws IOException {
        var kept = connect(whole(new V1Request("GET")));
        RawResponse.read(kept).orElseThrow().assertImages();
        assertIsClosed(kept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /?", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"})
    void aRequestThatTricklesWithoutEndIsClosed(String beginning) throws Exception {
        var options = new HashMap<String, Object>(TestServer.signedOnly());
        options.put("ecs-images.request-timeout", "2s");
        try (var impatient = TestServer.withSample(options);
                var slow = new Socket(impatient.uri().getHost(), impatient.uri().getPort())) {
            slow.getOutputStream().write(beginning.getBytes(StandardCharsets.ISO_8859_1));
            slow.setSoTimeout(200);
            assertThat(isClosedWhileTrickling(slow))
                    .as("a byte in time kept the connection open")
                    .isTrue();
            new V1Request("GET").send(impatient.uri()).assertImages();
        }
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aRequestThatWasRefusedAndGoesOnWithoutEndIsClosed() throws IOException {
        var endless = connect("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000000\r\n\r\n");
        assertThat(RawResponse.read(endless).orElseThrow().status()).isEqualTo(413);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
            while (true) {
                endless.getOutputStream().write('x');
                Thread.sleep(10);
            }
        });
    }

    /** Sends a byte now and then, for as long as the other side takes it. */
    private static boolean isClosedWhileTrickling(Socket slow) {
        for (int i = 0; i < 50; i++) {
            try {
                slow.getOutputStream().write('x');
                if (slow.getInputStream().readAllBytes() != null) {
                    return true;
                }
            } catch (SocketTimeoutException e) {
                // Still open: trickle on.
            } catch (IOException e) {
                return true;
            }
        }
        return false;
    }

    @Test
    void manyIdleConnectionsDoNotStopOthers() throws IOException {
        for (int i = 0; i < 500; i++) {
            connect(i % 2 == 0 ? "" : "POST / HTTP/1.1\r\nContent-Length: 100000\r\n\r\n");
        }
        assertOthersAreAnswered();
    }

    @Test
    void manyClientsThatDribbleDoNotStopOthers() throws IOException {
        for (int i = 0; i < 200; i++) {
            connect(i % 2 == 0 ? "GET /?" : "POST / HTTP/1.1\r\nContent-Length: 100000\r\n\r\n");
        }
        for (int round = 0; round < 10; round++) {
            for (Socket socket : sockets) {
                socket.getOutputStream().write('x');
            }
            assertOthersAreAnswered();
        }
    }

    @Test
    void clientsThatDoNotReadTheirAnswersDoNotStopOthers() throws IOException {
        for (int i = 0; i < 20; i++) {
            var requests = new StringBuilder();
            for (int n = 0; n < 20; n++) {
                requests.append(whole(new V1Request("GET").with("PageSize", "100")));
            }
            connect(requests.toString());
        }
        assertOthersAreAnswered();
    }
}
