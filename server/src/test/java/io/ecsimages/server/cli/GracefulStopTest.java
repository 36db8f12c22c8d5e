package io.ecsimages.server.cli;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
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

/** SIGTERM, while requests run. */
@Timeout(90)
@Tag("extended")
class GracefulStopTest {

    private static final String ACCOUNT = "1000000000000001";
    private static final String FORM = "application/x-www-form-urlencoded";

    @TempDir
    private Path folder;

    /**
     * What a client saw.
     *
     * @param answered requests that were answered whole
     * @param lost requests that were not, though the connection had been there before them
     */
    private record Seen(int answered, int lost) {}

    /** A server that has nothing left to run, and is not at its end yet. */
    @Singleton
    @Requires(property = "end.slow")
    static class SlowEnd implements BeanDestroyedEventListener<EventLoopGroupRegistry> {

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

    /** Asks until nobody listens any more; keeps a connection for as long as the server does. */
    private static Seen ask(URI uri, CountDownLatch load) {
        int answered = 0;
        int lost = 0;
        while (true) {
            try (var socket = new Socket(uri.getHost(), uri.getPort())) {
                boolean open = true;
                for (int i = 0; open; i++) {
                    var response = exchange(uri, socket);
                    if (response == null) {
                        // The first request of a connection may have come too late for the server to see it.
                        lost += i == 0 ? 0 : 1;
                        open = false;
                    } else {
                        response.assertImages();
                        answered++;
                        load.countDown();
                        open = !"close".equals(response.header("Connection"));
                    }
                }
            } catch (ConnectException e) {
                return new Seen(answered, lost);
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

    /** A request that the server has begun to read. */
    private static Socket begin(URI uri) throws IOException {
        var socket = new Socket(uri.getHost(), uri.getPort());
        var head = new RawRequest("POST", "/")
                .add("Host", uri.getAuthority())
                .add("Content-Type", FORM)
                .add("Content-Length", "47");
        socket.getOutputStream().write(head.bytes());
        return socket;
    }

    private static RawResponse end(Socket socket) throws IOException {
        socket.getOutputStream().write("Action=DescribeImages&RegionId=cn-hangzhou&a=b&".getBytes());
        return RawResponse.read(socket).orElseThrow();
    }

    /** The options of a server with a durable catalogue of a few images. */
    private String[] withData() throws IOException {
        var data = Databases.option(folder.resolve("data"));
        var dump = Files.writeString(folder.resolve("dump"), dump("cn-hangzhou", image("m-1"), image("m-2")));
        var taken = CommandResult.of("import", data, "--account", ACCOUNT, dump.toString());
        assertThat(taken.status()).as(taken.err()).isEqualTo(0);
        return new String[] {"--port", "0", data, "--allow-unsigned", ACCOUNT};
    }

    @Test
    void everyRequestThatWasTakenIsAnswered() throws Exception {
        var log = folder.resolve("log");
        try (var program = ServerProcess.logging(log, Map.of(), withData())) {
            var uri = program.uri();
            var threads = Executors.newCachedThreadPool();
            var clients = new ArrayList<Future<Seen>>();
            var load = new CountDownLatch(200);
            for (int i = 0; i < 8; i++) {
                clients.add(threads.submit(() -> ask(uri, load)));
            }
            load.await();
            var begun = List.of(begin(uri), begin(uri), begin(uri));
            Thread.sleep(200);

            program.terminate();
            Thread.sleep(500);
            int answered = 0;
            for (var socket : begun) {
                end(socket).assertImages();
                answered++;
            }
            for (var client : clients) {
                assertThat(client.get().lost()).isEqualTo(0);
                answered += client.get().answered();
            }
            assertThat(program.end()).isEqualTo(143);
            threads.shutdown();

            // What the server took, and what it answered: a line for each.
            var lines = Files.readAllLines(log);
            assertThat(lines.stream()
                            .filter(line -> line.contains(" status=200 "))
                            .count())
                    .isEqualTo(answered);
            assertThat(lines)
                    .as(() -> lines.stream()
                            .filter(line -> !line.contains(" status=200 "))
                            .toList()
                            .toString())
                    .hasSize(answered);
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> new Socket(uri.getHost(), uri.getPort()));
        }
    }

    @Test
    void aRequestThatDoesNotEndHoldsTheServerForATimeOnly() throws Exception {
        var patience = Map.of("MICRONAUT_LIFECYCLE_GRACEFUL_SHUTDOWN_GRACE_PERIOD", "2s");
        try (var program = ServerProcess.logging(folder.resolve("log"), patience, "--port", "0");
                var socket = begin(program.uri())) {
            Thread.sleep(500);
            var begun = Instant.now();
            assertThat(program.stop()).isEqualTo(143);
            var time = Duration.between(begun, Instant.now());
            assertThat(time.toMillis() > 2000 && time.toMillis() < 10_000)
                    .as(time.toString())
                    .isTrue();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void itsStatusSaysThatASignalEndedItEvenIfItsLastThreadEndedBefore() throws Exception {
        var slow = Map.of("END_SLOW", "true");
        try (var program = ServerProcess.logging(folder.resolve("log"), slow, "--port", "0")) {
            program.describe("");
            var begun = Instant.now();
            assertThat(program.stop()).isEqualTo(143);
            assertThat(Duration.between(begun, Instant.now()).toMillis())
                    .as("its end was not slow")
                    .isGreaterThanOrEqualTo(4000);
        }
    }
}
