package io.ecsimages.client.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ecsimages.client.AccessKey;
import io.ecsimages.client.EcsImages;
import io.ecsimages.client.EcsImagesException;
import io.ecsimages.client.StandIn;
import io.ecsimages.client.model.DescribeImagesRequest;
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

    private final List<String> nonces = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private StandIn service;

    /** A client of a service that fails so many times, and then answers. */
    private EcsImages clientOf(int failures, int status, String body) {
        var left = new AtomicInteger(failures);
        service = StandIn.of(exchange -> {
            nonces.add(exchange.getRequestHeaders().getFirst("x-acs-signature-nonce"));
            authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
            boolean fail = left.getAndDecrement() > 0;
            StandIn.answer(exchange, fail ? status : 200, fail ? body : StandIn.PAGE);
        });
        return EcsImages.connect(
                service.endpoint(), AccessKey.of("id", "secret"), Map.of("ecs-images.retry.delay", "10ms"));
    }

    private static String error(String code) {
        return "{\"Code\":\"" + code + "\",\"Message\":\"m\",\"RequestId\":\"R\",\"HostId\":\"h\"}";
    }

    private static final DescribeImagesRequest REQUEST = new DescribeImagesRequest().regionId("cn-hangzhou");

    @AfterEach
    void stop() {
        service.close();
    }

    @ParameterizedTest
    @CsvSource({"500,InternalError", "503,ServiceUnavailable", "400,Throttling.User", "429,Throttling"})
    void aPassingFailureIsRepeatedWithANewNonceAndSignature(int status, String code) {
        try (var client = clientOf(2, status, error(code))) {
            assertEquals(7, client.describeImages(REQUEST).getTotalCount());
        }
        assertEquals(3, nonces.size());
        assertEquals(3, new HashSet<>(nonces).size());
        assertEquals(3, new HashSet<>(authorizations).size());
    }

    @Test
    void aLastingFailureIsThrownAfterTheLastRepetition() {
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
    void aMistakeOfTheCallerIsNotRepeated(int status, String code) {
        try (var client = clientOf(1, status, error(code))) {
            var thrown = assertThrows(EcsImagesException.class, () -> client.describeImages(REQUEST));
            assertEquals(code, thrown.code());
        }
        assertEquals(1, nonces.size());
    }

    @Test
    void anAnswerThatIsNotTheServicesHasNoCodeAndKeepsItsStatus() {
        try (var client = clientOf(100, 502, "<html>Bad Gateway</html>")) {
            var thrown = assertThrows(EcsImagesException.class, () -> client.describeImages(REQUEST));
            assertEquals(502, thrown.status());
            assertEquals("", thrown.code());
        }
    }
}
