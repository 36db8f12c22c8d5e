package io.ecsimages.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ecsimages.client.EcsImages;
import io.ecsimages.client.EcsImagesException;
import io.ecsimages.client.model.DescribeImagesRequest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.http.RawResponse;
import io.ecsimages.server.http.Signer;
import io.ecsimages.server.http.V1Request;
import io.ecsimages.server.http.V3Request;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The number of requests of a key in a period, and which requests count. */
@Tag("extended")
class RateLimiterTest {

    private static final Signer OTHER = new Signer("other", "other-testsecret");

    private static TestServer limited(int requests, String period) {
        var options = new HashMap<String, Object>(TestServer.signedOnly());
        options.put("ecs-images.rate-limit.requests", requests);
        options.put("ecs-images.rate-limit.period", period);
        var server = TestServer.withSample(options);
        server.bean(AccessKeys.class)
                .add(new AccessKey(OTHER.id(), TestServer.ACCOUNT, OTHER.secret(), true, Instant.now(), null, null));
        return server;
    }

    @Test
    void throttlesNothingWithoutALimit() {
        try (var server = TestServer.withSample(TestServer.signedOnly())) {
            for (int i = 0; i < 200; i++) {
                new V1Request("GET").send(server.uri()).assertImages();
            }
        }
    }

    @Test
    void throttledResponseContainsRetryTime() {
        try (var server = limited(3, "1h")) {
            for (int i = 0; i < 3; i++) {
                var response = new V1Request("GET").send(server.uri()).assertImages();
                assertThat(response.header("x-acs-retry-after")).isNull();
            }
            for (var response :
                    new RawResponse[] {new V1Request("GET").send(server.uri()), new V3Request("POST").send(server.uri())
                    }) {
                response.assertError(ApiError.THROTTLING_USER);
                long retryAfter = Long.parseLong(response.header("x-acs-retry-after"));
                assertThat(retryAfter > 1_190_000 && retryAfter <= 1_200_001)
                        .as("milliseconds, a third of an hour: " + retryAfter)
                        .isTrue();
            }
        }
    }

    @Test
    void limitsEachKeySeparately() {
        try (var server = limited(1, "1h")) {
            new V1Request("GET").send(server.uri()).assertImages();
            new V1Request("GET").send(server.uri()).assertError(ApiError.THROTTLING_USER);
            new V1Request("GET").key(OTHER).send(server.uri()).assertImages();
        }
    }

    @Test
    void ignoresRequestsThatAreNotAuthenticated() {
        try (var server = limited(1, "1h")) {
            for (int i = 0; i < 5; i++) {
                var wrongSecret = new Signer(Signer.SAMPLE.id(), "wrong-testsecret");
                assertThat(new V1Request("GET")
                                .key(wrongSecret)
                                .send(server.uri())
                                .field("Code"))
                        .isEqualTo(ApiError.SIGNATURE_DOES_NOT_MATCH.code());
            }
            var request = new V1Request("GET").request(server.uri());
            request.send(server.uri()).assertImages();
            // A replay is not throttled, since its sender may not own the key.
            assertThat(request.send(server.uri()).field("Code")).isEqualTo(ApiError.SIGNATURE_NONCE_USED.code());
        }
    }

    @Test
    void countsFailedRequests() {
        try (var server = limited(1, "1h")) {
            assertThat(new V1Request("GET")
                            .with("PageSize", "x")
                            .send(server.uri())
                            .field("Code"))
                    .isEqualTo(ApiError.INVALID_PARAMETER_PAGE_SIZE.code());
            new V1Request("GET").send(server.uri()).assertError(ApiError.THROTTLING_USER);
        }
    }

    @Test
    void unsignedRequestsShareALimit() {
        try (var server = TestServer.withSample(Map.of("ecs-images.rate-limit.requests", 2))) {
            assertThat(server.describe().path("TotalCount").asInt()).isPositive();
            assertThat(server.describe("AccessKeyId", "testid")
                            .path("TotalCount")
                            .asInt())
                    .isPositive();
            assertThat(server.describe().path("Code").asText()).isEqualTo(ApiError.THROTTLING_USER.code());
            new V1Request("GET").send(server.uri()).assertImages();
        }
    }

    @Test
    void acceptsConcurrentRequestsUpToTheLimit() throws Exception {
        try (var server = limited(10, "1h")) {
            var threads = Executors.newFixedThreadPool(16);
            var calls = threads.invokeAll(IntStream.range(0, 40)
                    .<Callable<Integer>>mapToObj(
                            i -> () -> new V1Request("GET").send(server.uri()).status())
                    .toList());
            int accepted = 0;
            for (var call : calls) {
                accepted += call.get() == 200 ? 1 : 0;
            }
            threads.shutdown();
            assertThat(accepted).isEqualTo(10);
        }
    }

    @Test
    void acceptsRequestAfterRetryTime() throws Exception {
        try (var server = limited(1, "2s")) {
            new V1Request("GET").send(server.uri()).assertImages();
            var throttled = new V1Request("GET").send(server.uri());
            server.bean(RateLimiter.class).removeFullBuckets();
            new V1Request("GET").send(server.uri()).assertError(ApiError.THROTTLING_USER);
            Thread.sleep(Long.parseLong(throttled.header("x-acs-retry-after")));
            server.bean(RateLimiter.class).removeFullBuckets();
            new V1Request("GET").send(server.uri()).assertImages();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"V1", "V3"})
    void clientRetriesThrottledRequest(String version) {
        try (var server = limited(1, "1s");
                var client = EcsImages.connect(
                        server.uri().toString(),
                        () -> io.ecsimages.client.AccessKey.of("testid", "testsecret"),
                        Map.of("ecs-images.signature-version", version, "ecs-images.retry.delay", "700ms"))) {
            var request = new DescribeImagesRequest().regionId("cn-hangzhou");
            for (int i = 0; i < 3; i++) {
                assertThat(client.describeImages(request).getTotalCount()).isPositive();
            }
        }
    }

    @Test
    void clientThrowsThrottlingErrorAfterLastRetry() {
        try (var server = limited(1, "1h");
                var client = EcsImages.connect(
                        server.uri().toString(),
                        () -> io.ecsimages.client.AccessKey.of("testid", "testsecret"),
                        Map.of("ecs-images.retry.delay", "10ms"))) {
            var request = new DescribeImagesRequest().regionId("cn-hangzhou");
            client.describeImages(request);
            var thrown = assertThatExceptionOfType(EcsImagesException.class)
                    .isThrownBy(() -> client.describeImages(request))
                    .actual();
            assertThat(thrown.code()).isEqualTo(ApiError.THROTTLING_USER.code());
            assertThat(thrown.status()).isEqualTo(400);
        }
    }
}
