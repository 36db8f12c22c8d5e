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

/** A response longer than a packet is compressed if the client accepts it, and only then. */
@Tag("database-independent")
@ServerTest
class ResponseCompressionTest {

    private static final String PAGE = "/?Action=DescribeImages&RegionId=cn-hangzhou&Format=JSON";

    /** As browsers say it. */
    private static final String ANY = "gzip, deflate, br, zstd";

    private static TestServer server;

    @BeforeAll
    static void start(TestServer started) {
        server = started.loadSample();
    }

    @Test
    void aPageIsCompressedForWhoeverAcceptsThat() throws Exception {
        var answer = get(PAGE, "gzip");
        assertThat(encoding(answer)).isEqualTo(Optional.of("gzip"));
        var images = new ObjectMapper().readTree(decompressed(answer)).at("/Images/Image");
        assertThat(images).hasSize(10);
    }

    @Test
    void aBrowserGetsTheDocumentationCompressed() throws Exception {
        for (String path :
                new String[] {"/docs/", "/docs/redoc.js", "/docs/page.css", "/openapi.yaml", "/openapi.json"}) {
            var answer = get(path, ANY);
            assertThat(encoding(answer)).as(path).isEqualTo(Optional.of("gzip"));
            assertThat(decompressed(answer).length).as(path).isGreaterThan(answer.body().length);
        }
    }

    @Test
    void aShortAnswerIsNot() throws Exception {
        assertThat(encoding(get(PAGE + "&ImageId=m-none", ANY))).isEqualTo(Optional.empty());
    }

    @Test
    void nothingIsForWhoeverDoesNotAcceptIt() throws Exception {
        assertThat(encoding(get(PAGE, "identity"))).isEqualTo(Optional.empty());
    }

    private static HttpResponse<byte[]> get(String path, String accepted) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.uri().resolve(path))
                .header("Accept-Encoding", accepted)
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer;
    }

    private static Optional<String> encoding(HttpResponse<?> answer) {
        return answer.headers().firstValue("Content-Encoding");
    }

    private static byte[] decompressed(HttpResponse<byte[]> answer) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
    }
}
