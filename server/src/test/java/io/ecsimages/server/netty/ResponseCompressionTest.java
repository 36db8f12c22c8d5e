package io.ecsimages.server.netty;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server compresses a response that is longer than a packet if the client accepts it. */
@Tag("database-independent")
@ServerTest
class ResponseCompressionTest {

    private static final String PAGE = "/?Action=DescribeImages&RegionId=cn-hangzhou&Format=JSON&PageSize=10";

    /** The Accept-Encoding header of a browser. */
    private static final String BROWSER_ENCODINGS = "gzip, deflate, br, zstd";

    private static TestServer server;

    @BeforeAll
    static void start(TestServer started) {
        server = started.loadSample();
    }

    @Test
    void compressesPageIfTheClientAcceptsGzip() throws Exception {
        var response = get(PAGE, "gzip");
        assertThat(encoding(response)).isEqualTo(Optional.of("gzip"));
        var images = new ObjectMapper().readTree(decompressed(response)).at("/Images/Image");
        assertThat(images).hasSize(10);
    }

    @Test
    void compressesDocumentationForBrowsers() throws Exception {
        for (String path :
                new String[] {"/docs/", "/docs/redoc.js", "/docs/page.css", "/openapi.yaml", "/openapi.json"}) {
            var response = get(path, BROWSER_ENCODINGS);
            assertThat(encoding(response)).as(path).isEqualTo(Optional.of("gzip"));
            assertThat(decompressed(response).length).as(path).isGreaterThan(response.body().length);
        }
    }

    @Test
    void doesNotCompressShortResponse() throws Exception {
        assertThat(encoding(get(PAGE + "&ImageId=m-none", BROWSER_ENCODINGS))).isEqualTo(Optional.empty());
    }

    @Test
    void doesNotCompressIfTheClientDoesNotAcceptIt() throws Exception {
        assertThat(encoding(get(PAGE, "identity"))).isEqualTo(Optional.empty());
    }

    /** The wildcard is what node-fetch sends, and what Prism therefore sends. */
    @ParameterizedTest
    @CsvSource({
        "*, gzip",
        "*/*, gzip",
        "'br, *;q=0.5', gzip",
        "'gzip;q=0.5, *', gzip",
        "'snappy, gzip', gzip",
        "snappy, none",
        "*;q=0, none",
        "'gzip;q=0, *', none"
    })
    void choosesGzipForWildcard(String accepted, String chosen) throws Exception {
        assertThat(encoding(get(PAGE, accepted)).orElse("none")).isEqualTo(chosen);
    }

    private static HttpResponse<byte[]> get(String path, String accepted) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.uri().resolve(path))
                .header("Accept-Encoding", accepted)
                .build();
        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).isEqualTo(200);
        return response;
    }

    private static Optional<String> encoding(HttpResponse<?> response) {
        return response.headers().firstValue("Content-Encoding");
    }

    private static byte[] decompressed(HttpResponse<byte[]> response) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
    }
}
