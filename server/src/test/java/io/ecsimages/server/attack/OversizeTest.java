package io.ecsimages.server.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.contract.ContractDocument;
import io.ecsimages.server.http.RawRequest;
import io.ecsimages.server.http.RawResponse;
import io.ecsimages.server.http.V1Request;
import io.ecsimages.server.http.V3Request;
import io.micronaut.context.annotation.Property;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests with an oversized part. After each test, the server still responds to a valid request. */
@Tag("database-independent")
@ServerTest
@Property(name = "ecs-images.unsigned-account", value = "")
class OversizeTest {

    private static TestServer server;
    private static URI uri;

    @BeforeAll
    static void start(TestServer started) {
        server = started.loadSample();
        uri = server.uri();
    }

    @AfterEach
    void respondsToOthers() {
        new V1Request("GET").send(uri).assertImages();
    }

    private static void assertTooLarge(RawRequest request) {
        var response = request.send(uri).assertRefused();
        assertThat(response.status()).isEqualTo(ApiError.REQUEST_TOO_LARGE.status());
        assertThat(response.field("Code")).isEqualTo(ApiError.REQUEST_TOO_LARGE.code());
        assertThat(response.field("Message")).isEqualTo(ApiError.REQUEST_TOO_LARGE.message());
    }

    @ParameterizedTest
    @ValueSource(ints = {40_000, 2_000_000})
    void rejectsLongRequestLine(int length) {
        assertTooLarge(
                new V1Request("GET").with("ImageName", "x".repeat(length)).request(uri));
        assertTooLarge(new RawRequest("GET", "/" + "x".repeat(length)));
        assertTooLarge(new RawRequest("GET" + "T".repeat(length), "/"));
    }

    @ParameterizedTest
    @ValueSource(ints = {40_000, 2_000_000})
    void rejectsLongHeader(int length) {
        assertTooLarge(new V1Request("GET").request(uri).add("User-Agent", "x".repeat(length)));
        assertTooLarge(new V3Request("GET").request(uri).add("x".repeat(length), "x"));
        assertTooLarge(
                new V3Request("GET").request(uri).set("Authorization", "ACS3-HMAC-SHA256 " + "x".repeat(length)));
    }

    @Test
    void rejectsManyHeaders() {
        var request = new V3Request("GET").request(uri);
        for (int i = 0; i < 20_000; i++) {
            request.add("x-" + i, "y");
        }
        assertTooLarge(request);
    }

    @ParameterizedTest
    @ValueSource(ints = {200_000, 5_000_000})
    void rejectsLongBody(int length) {
        var version1 =
                new V1Request("POST").with("ImageName", "x".repeat(length)).inForm();
        assertTooLarge(version1.request(uri));
        assertTooLarge(version1.request(uri).chunked());
        assertTooLarge(
                new V3Request("POST").form("ImageName", "x".repeat(length)).request(uri));
    }

    /** Most clients send the whole request before they read the response. */
    @Test
    void clientThatSendsWholeRequestReadsTheError() throws IOException {
        var longValue = "x".repeat(8_000_000);
        for (var request : List.of(
                new V1Request("POST").with("ImageName", longValue).inForm().request(uri),
                new V1Request("POST")
                        .with("ImageName", longValue)
                        .inForm()
                        .request(uri)
                        .chunked(),
                new V1Request("GET").with("ImageName", longValue).request(uri),
                new V1Request("GET").request(uri).add("User-Agent", longValue))) {
            try (var socket = new Socket(uri.getHost(), uri.getPort())) {
                socket.getOutputStream().write(request.bytes());
                var response = RawResponse.read(socket).orElseThrow();
                assertThat(response.assertRefused().field("Code")).isEqualTo(ApiError.REQUEST_TOO_LARGE.code());
                assertThat(socket.getInputStream().read())
                        .as("end of the connection after the response")
                        .isEqualTo(-1);
            }
        }
    }

    @Test
    void rejectsLargeContentLengthWithoutReadingTheBody() {
        assertTooLarge(new V1Request("POST").inForm().request(uri).set("Content-Length", "2000000000"));
        assertTooLarge(new V3Request("POST").form("a", "b").request(uri).set("Content-Length", "9000000000000000000"));
    }

    @Test
    void rejectsBodyThatDecompressesToALongOne() throws IOException {
        var request = new V1Request("POST")
                .with("ImageName", "x".repeat(10_000_000))
                .inForm()
                .request(uri);
        var compressed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(compressed)) {
            gzip.write(request.body());
        }
        assertTooLarge(request.body(compressed.toByteArray())
                .set("Content-Length", String.valueOf(compressed.size()))
                .set("Content-Encoding", "gzip"));
    }

    @Test
    void rejectsManyParameters() {
        var version1 = new V1Request("GET");
        var version3 = new V3Request("GET");
        for (int i = 0; i < 2000; i++) {
            version1.with("p" + i, "");
            version3.with("p" + i, "");
        }
        version1.send(uri).assertError(ApiError.TOO_MANY_PARAMETERS);
        version1.inForm().send(uri).assertError(ApiError.TOO_MANY_PARAMETERS);
        version3.send(uri).assertError(ApiError.TOO_MANY_PARAMETERS);
        var form = new V1Request("POST").request(uri).set("Content-Type", "application/x-www-form-urlencoded");
        form.copy().form("a=&".repeat(2000)).send(uri).assertError(ApiError.TOO_MANY_PARAMETERS);
        form.copy().form("&".repeat(100_000)).send(uri).assertImages();
    }

    @Test
    void acceptsLargeRequestWithinTheLimits() {
        new V1Request("GET").with("ImageName", "*".repeat(6000)).send(uri).assertImages();
        new V1Request("POST")
                .with("Unknown", "x".repeat(120_000))
                .inForm()
                .send(uri)
                .assertImages();
        int maximum = ContractDocument.CONTRACT.limit("DescribeImages", "ImageId", "maxItems");
        var ids = String.join(",", Collections.nCopies(maximum, "m-bp1rnmk3t80lqdubjvfd"));
        new V3Request("POST").form("ImageId", ids).send(uri).assertImages();
    }

    @Test
    void rejectsListWithManyItems() {
        new V1Request("POST")
                .with("ImageId", "m-x,".repeat(15_000))
                .inForm()
                .send(uri)
                .assertError(ApiError.INVALID_PARAMETER_IMAGE_ID);
    }
}
