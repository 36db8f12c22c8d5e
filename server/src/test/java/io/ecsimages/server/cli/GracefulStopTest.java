package io.ecsimages.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ecsimages.server.TestServer;
import io.ecsimages.server.database.Databases;
import io.ecsimages.server.http.RawRequest;
import io.ecsimages.server.http.RawResponse;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanDestroyedEvent;
import io.micronaut.context.event.BeanDestroyedEventListener;
import io.micronaut.http.netty.channel.EventLoopGroupRegistry;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** After SIGTERM, the server completes its requests and then stops. */
@Timeout(90)
@Tag("extended")
class GracefulStopTest {

    private static final String ACCOUNT = "1000000000000001";
    private static final String FORM = "application/x-www-form-urlencoded";

    @TempDir
    private Path folder;

    /**
     * The requests of a client.
     *
     * @param completed the number of requests with a complete response
     * @param lost the number of requests without a response on a connection that had completed others
     */
    private record RequestCounts(int completed, int lost) {}

    /** Delays the end of the process after the event loops have stopped. */
    @Singleton
    @Requires(property = "slow.shutdown")
    static class SlowShutdown implements BeanDestroyedEventListener<EventLoopGroupRegistry> {

        @Override
        public void onDestroyed(BeanDestroyedEvent<EventLoopGroupRegistry> event) {
            try {
                Thread.sleep(4000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static byte[] request(URI uri) {
        return new RawRequest("GET", "/?" + TestServer.form(TestServer.parameters("Format", "JSON")))
                .add("Host", uri.getAuthority())
                .bytes();
    }

    /** Sends requests until the server refuses connections; keeps each connection as long as the server does. */
    private static RequestCounts sendUntilRefused(URI uri, CountDownLatch load) {
        int completed = 0;
        int lost = 0;
        while (true) {
            try (var socket = new Socket(uri.getHost(), uri.getPort())) {
                boolean open = true;
                for (int i = 0; open; i++) {
                    var response = exchange(uri, socket);
                    if (response == null) {
                        // The server may have stopped before it accepted the connection.
                        lost += i == 0 ? 0 : 1;
                        open = false;
                    } else {
                        response.assertImages();
                        completed++;
                        load.countDown();
                        open = !"close".equals(response.header("Connection"));
                    }
                }
            } catch (ConnectException e) {
                return new RequestCounts(completed, lost);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static RawResponse exchange(URI uri, Socket socket) {
        try {
            socket.getOutputStream().write(request(uri));
            return RawResponse.read(socket).orElse(null);
        } catch (IOException e) {
            return null;
        }
    }

    /** Sends the head of a request, without its body. */
    private static Socket beginRequest(URI uri) throws IOException {
        var socket = new Socket(uri.getHost(), uri.getPort());
        var head = new RawRequest("POST", "/")
                .add("Host", uri.getAuthority())
                .add("Content-Type", FORM)
                .add("Content-Length", "47");
        socket.getOutputStream().write(head.bytes());
        return socket;
    }

    private static RawResponse completeRequest(Socket socket) throws IOException {
        socket.getOutputStream().write("Action=DescribeImages&RegionId=cn-hangzhou&a=b&".getBytes());
        return RawResponse.read(socket).orElseThrow();
    }

    private static void createImage(URI uri) {
        var parameters = TestServer.form(
                Map.of("Action", "CreateImage", "RegionId", "cn-hangzhou", "InstanceId", "i-1", "Format", "JSON"));
        var response = TestServer.send(
                HttpRequest.newBuilder(URI.create(uri + "?" + parameters)).GET());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @Test
    void completesAcceptedRequests() throws Exception {
        var log = folder.resolve("log");
        var data = Databases.option(folder.resolve("data"));
        var managementPort = String.valueOf(TestServer.freePort());
        try (var server = ServerProcess.logging(
                log,
                Map.of("AUDIT_LOG", "off"),
                "--port",
                "0",
                data,
                "--allow-unsigned",
                ACCOUNT,
                "--management-port",
                managementPort)) {
            var uri = server.uri();
            createImage(uri);
            int completed = 1;
            var threads = Executors.newCachedThreadPool();
            var clients = new ArrayList<Future<RequestCounts>>();
            var load = new CountDownLatch(200);
            for (int i = 0; i < 8; i++) {
                clients.add(threads.submit(() -> sendUntilRefused(uri, load)));
            }
            load.await();
            var started = List.of(beginRequest(uri), beginRequest(uri), beginRequest(uri));
            Thread.sleep(200);

            server.terminate();
            Thread.sleep(500);
            for (var socket : started) {
                completeRequest(socket).assertImages();
                completed++;
            }
            for (var client : clients) {
                assertThat(client.get().lost()).isEqualTo(0);
                completed += client.get().completed();
            }
            assertThat(server.waitForExit()).isEqualTo(143);
            threads.shutdown();

            // The access log has a line for each completed request, and no other.
            var lines = Files.readAllLines(log);
            assertThat(lines.stream()
                            .filter(line -> line.contains(" status=200 "))
                            .count())
                    .isEqualTo(completed);
            assertThat(lines)
                    .as(() -> lines.stream()
                            .filter(line -> !line.contains(" status=200 "))
                            .toList()
                            .toString())
                    .hasSize(completed);
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> new Socket(uri.getHost(), uri.getPort()));
        }
    }

    @Test
    void exitStatusIs143AfterGracePeriodAndSlowShutdown() throws Exception {
        var slow = Map.of("MICRONAUT_LIFECYCLE_GRACEFUL_SHUTDOWN_GRACE_PERIOD", "2s", "SLOW_SHUTDOWN", "true");
        try (var server = ServerProcess.logging(folder.resolve("log"), slow, "--port", "0");
                var incomplete = beginRequest(server.uri())) {
            Thread.sleep(500);
            var started = Instant.now();
            server.terminate();
            assertThat(incomplete.getInputStream().read()).isEqualTo(-1);
            assertThat(Duration.between(started, Instant.now()))
                    .as("until the connection was closed")
                    .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(10));
            assertThat(server.waitForExit()).isEqualTo(143);
            assertThat(Duration.between(started, Instant.now()))
                    .as("duration of the shutdown")
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(6));
        }
    }
}
