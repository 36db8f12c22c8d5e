package io.ecsimages.client.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import io.ecsimages.client.AccessKey;
import io.ecsimages.client.EcsImages;
import io.ecsimages.client.EcsImagesException;
import io.ecsimages.client.model.DescribeImagesRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the client repeats, and what it does not: against a socket that answers what it is told to. */
class RetryTest {

    private static final String GOOD =
            "{\"RequestId\":\"1\",\"RegionId\":\"cn-hangzhou\",\"TotalCount\":7,\"PageNumber\":1,"
                    + "\"PageSize\":10,\"Images\":{\"Image\":[]},\"SomethingNew\":{\"a\":[1]}}";

    private final List<String> nonces = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private HttpServer server;

    /** A server that fails so many times, and then answers. */
    private EcsImages clientOf(int failures, int status, String body) throws IOException {
        var left = new AtomicInteger(failures);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            nonces.add(exchange.getRequestHeaders().getFirst("x-acs-signature-nonce"));
            authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
            boolean fail = left.getAndDecrement() > 0;
            var bytes = (fail ? body : GOOD).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json;charset=utf-8");
            exchange.sendResponseHeaders(fail ? status : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        return EcsImages.connect(
                "http://127.0.0.1:" + server.getAddress().getPort(),
                () -> AccessKey.of("id", "secret"),
                Map.of("ecs-images.retry.delay", "10ms"));
    }

    private static String error(String code) {
        return "{\"Code\":\"" + code + "\",\"Message\":\"m\",\"RequestId\":\"R\",\"HostId\":\"h\"}";
    }

    private static final DescribeImagesRequest REQUEST = new DescribeImagesRequest().regionId("cn-hangzhou");

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({"500,InternalError", "503,ServiceUnavailable", "400,Throttling.User", "429,Throttling"})
    void aPassingFailureIsRepeatedWithANewNonceAndSignature(int status, String code) throws IOException {
        try (var client = clientOf(2, status, error(code))) {
            assertEquals(7, client.describeImages(REQUEST).getTotalCount());
        }
        assertEquals(3, nonces.size());
        assertEquals(3, new HashSet<>(nonces).size());
        assertEquals(3, new HashSet<>(authorizations).size());
    }

    @Test
    void aLastingFailureIsThrownAfterTheLastRepetition() throws IOException {
        try (var client = clientOf(100, 503, error("ServiceUnavailable"))) {
            var thrown = assertThrows(EcsImagesException.class, () -> client.describeImages(REQUEST));
            assertEquals(503, thrown.status());
            assertEquals("ServiceUnavailable", thrown.code());
            assertEquals("R", thrown.requestId());
        }
        assertEquals(3, nonces.size());
    }

    @ParameterizedTest
    @CsvSource({"400,InvalidParameter", "404,InvalidUsage", "403,UnsupportedHTTPMethod", "400,SignatureDoesNotMatch"})
    void aMistakeOfTheCallerIsNotRepeated(int status, String code) throws IOException {
        try (var client = clientOf(1, status, error(code))) {
            var thrown = assertThrows(EcsImagesException.class, () -> client.describeImages(REQUEST));
            assertEquals(code, thrown.code());
        }
        assertEquals(1, nonces.size());
    }

    @Test
    void anAnswerThatIsNotTheServicesHasNoCodeAndKeepsItsStatus() throws IOException {
        try (var client = clientOf(100, 502, "<html>Bad Gateway</html>")) {
            var thrown = assertThrows(EcsImagesException.class, () -> client.describeImages(REQUEST));
            assertEquals(502, thrown.status());
            assertEquals("", thrown.code());
        }
    }
}
