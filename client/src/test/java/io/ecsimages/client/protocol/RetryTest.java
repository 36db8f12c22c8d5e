package io.ecsimages.client.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ecsimages.client.AccessKey;
import io.ecsimages.client.EcsImages;
import io.ecsimages.client.EcsImagesException;
import io.ecsimages.client.StubServer;
import io.ecsimages.client.model.CreateImageRequest;
import io.ecsimages.client.model.DescribeImagesRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which failures the client retries. */
class RetryTest {

    private final List<String> nonces = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final List<String> queries = new CopyOnWriteArrayList<>();
    private StubServer service;

    /** Returns a client of a server that fails for the first requests and then succeeds. */
    private EcsImages clientOf(int failures, int status, String body) {
        var left = new AtomicInteger(failures);
        service = StubServer.of(exchange -> {
            nonces.add(exchange.getRequestHeaders().getFirst("x-acs-signature-nonce"));
            authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
            queries.add(exchange.getRequestURI().getQuery());
            boolean fail = left.getAndDecrement() > 0;
            StubServer.respond(exchange, fail ? status : 200, fail ? body : StubServer.PAGE);
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
    void retriesWithANewNonceAndSignature(int status, String code) {
        try (var client = clientOf(2, status, error(code))) {
            assertThat(client.describeImages(REQUEST).getTotalCount()).isEqualTo(7);
        }
        assertThat(nonces).hasSize(3).doesNotHaveDuplicates();
        assertThat(authorizations).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void retriesCreationWithTheSameClientToken() {
        var request = new CreateImageRequest().regionId("cn-hangzhou").snapshotId("s-1");
        try (var client = clientOf(1, 503, error("ServiceUnavailable"))) {
            client.createImage(request);
            client.createImage(request);
        }
        assertThat(clientTokens()).hasSize(3);
        assertThat(clientTokens().get(0)).isNotEmpty().isEqualTo(clientTokens().get(1));
        assertThat(clientTokens().get(2))
                .isNotEmpty()
                .isNotEqualTo(clientTokens().get(0));
        assertThat(request.getClientToken()).isNull();
    }

    private List<String> clientTokens() {
        return queries.stream()
                .map(query -> query.replaceFirst(".*ClientToken=([^&]*).*", "$1"))
                .toList();
    }

    @Test
    void throwsTheFailureAfterTheLastRetry() {
        try (var client = clientOf(100, 503, error("ServiceUnavailable"))) {
            var thrown = catchThrowableOfType(EcsImagesException.class, () -> client.describeImages(REQUEST));
            assertThat(thrown.status()).isEqualTo(503);
            assertThat(thrown.code()).isEqualTo("ServiceUnavailable");
            assertThat(thrown.requestId()).isEqualTo("R");
        }
        assertThat(nonces).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"400,InvalidParameter", "404,InvalidUsage", "403,UnsupportedHTTPMethod", "400,SignatureDoesNotMatch"})
    void doesNotRetryClientErrors(int status, String code) {
        try (var client = clientOf(1, status, error(code))) {
            var thrown = catchThrowableOfType(EcsImagesException.class, () -> client.describeImages(REQUEST));
            assertThat(thrown.code()).isEqualTo(code);
        }
        assertThat(nonces).hasSize(1);
    }

    @Test
    void foreignResponseHasNoCode() {
        try (var client = clientOf(100, 502, "<html>Bad Gateway</html>")) {
            var thrown = catchThrowableOfType(EcsImagesException.class, () -> client.describeImages(REQUEST));
            assertThat(thrown.status()).isEqualTo(502);
            assertThat(thrown.code()).isEmpty();
            assertThat(thrown)
                    .hasMessage("Bad Gateway; this is not a response of the ECS API:"
                            + " check the endpoint, and proxies before it (HTTP 502)");
        }
    }
}
