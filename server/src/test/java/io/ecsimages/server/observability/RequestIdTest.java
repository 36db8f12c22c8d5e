package io.ecsimages.server.observability;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.ecsimages.server.CapturedLog;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.http.RawResponse;
import io.ecsimages.server.http.V1Request;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Each log line of a request has its RequestId, on any thread. */
@Tag("database-independent")
class RequestIdTest {

    private static final Map<String, Object> DEBUGGING = Map.of("ecs-images.debug-signatures", true);
    private static final String DIAGNOSTICS = "io.ecsimages.server.auth.SignatureDiagnostics";

    private static String id(ILoggingEvent event) {
        return event.getMDCPropertyMap().get("RequestId");
    }

    @Test
    void logsServerErrorWithTheRequestIdOfTheResponse() throws Exception {
        try (var server = TestServer.empty();
                var log = new CapturedLog(Logger.ROOT_LOGGER_NAME, Level.ERROR)) {
            server.sql("ALTER TABLE image RENAME TO lost");
            var response = server.get(TestServer.parameters());
            assertThat(response.statusCode()).isEqualTo(500);
            var logged = log.events(1);
            assertThat(logged).hasSize(1);
            assertThat(logged.get(0).getFormattedMessage()).isEqualTo(ApiError.INTERNAL_ERROR.code());
            assertThat(logged.get(0).getThrowableProxy().getMessage()).contains("image");
            assertThat(id(logged.get(0)))
                    .isEqualTo(response.headers().firstValue("x-acs-request-id").orElseThrow());
        }
    }

    @Test
    void concurrentRequestsHaveTheirOwnIds() throws Exception {
        try (var server = TestServer.withSample(DEBUGGING);
                var log = new CapturedLog(DIAGNOSTICS, Level.WARN)) {
            var threads = Executors.newFixedThreadPool(8);
            var responses = threads.invokeAll(IntStream.range(0, 100)
                    .<Callable<String>>mapToObj(i -> () -> new V1Request("GET")
                            .with("ImageName", "call-" + i + "-")
                            .request(server.uri(), "d3Jvbmc=")
                            .send(server.uri())
                            .field("RequestId"))
                    .toList());
            var ids = new HashMap<String, String>();
            for (var event : log.events(100)) {
                ids.put(event.getFormattedMessage().replaceAll("(?s).*(call-\\d+-).*", "$1"), id(event));
            }
            for (int i = 0; i < 100; i++) {
                assertThat(ids.get("call-" + i + "-"))
                        .isEqualTo(responses.get(i).get());
            }
            threads.shutdown();
        }
    }

    @Test
    void requestWithDelayedBodyKeepsItsId() throws Exception {
        try (var server = TestServer.withSample(DEBUGGING);
                var log = new CapturedLog(DIAGNOSTICS, Level.WARN);
                var socket = new Socket(server.uri().getHost(), server.uri().getPort())) {
            var request = new V1Request("POST")
                    .with("Description", "x".repeat(50_000))
                    .inForm()
                    .request(server.uri(), "d3Jvbmc=")
                    .bytes();
            socket.getOutputStream().write(request, 0, 30_000);
            Thread.sleep(300);
            socket.getOutputStream().write(request, 30_000, request.length - 30_000);
            var response = RawResponse.read(socket).orElseThrow();
            assertThat(id(log.events(1).get(0))).isEqualTo(response.field("RequestId"));
        }
    }

    @Test
    void logsNoIdOutsideARequest() throws Exception {
        try (var server = TestServer.withSample();
                var log = new CapturedLog("io.ecsimages.test", Level.INFO)) {
            assertThat(server.describe().path("TotalCount").asInt()).isPositive();
            LoggerFactory.getLogger("io.ecsimages.test").info("outside");
            assertThat(id(log.events(1).get(0))).isNull();
        }
    }
}
