package io.ecsimages.server.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.http.RawRequest;
import io.ecsimages.server.http.RawResponse;
import io.ecsimages.server.http.Signer;
import io.ecsimages.server.http.V1Request;
import io.ecsimages.server.http.V3Request;
import io.micronaut.context.annotation.Property;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sends malformed requests. After each test, the server still responds to a valid request. */
@Tag("database-independent")
@ServerTest
@Property(name = "ecs-images.unsigned-account", value = "")
class MalformedRequestTest {

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

    /** Expects no response, or an error of the client. */
    private static void assertNoData(byte[] request) {
        RawResponse.to(uri, request, 100).ifPresent(RawResponse::assertRefused);
    }

    /** Returns POST requests with a form, one of each signature version. */
    private static List<RawRequest> postRequests() {
        return List.of(
                new V1Request("POST").inForm().request(uri),
                new V3Request("POST").form("PageSize", "1").request(uri));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%",
                "%2",
                "%zz",
                "%2z",
                "%-1",
                "%+1",
                "%u0041",
                "a%",
                "%ff",
                "%80",
                "%c0%af",
                "%c0%80",
                "%e0%80%af",
                "%ed%a0%80",
                "%f4%90%80%80",
                "%e7%8e",
                "\u00e7\u008e",
                "\u00ff"
            })
    void rejectsInvalidPercentEncoding(String value) {
        for (var request : List.of(new V1Request("GET").request(uri), new V3Request("GET").request(uri))) {
            for (var parameter : List.of("&ImageName=" + value, "&" + value + "=x", "&" + value)) {
                var response =
                        request.copy().target(request.target() + parameter).send(uri);
                assertThat(response.assertRefused().field("Message")).isEqualTo(ApiError.INVALID_ENCODING.message());
            }
        }
        var form = new V1Request("POST").inForm().request(uri);
        form.form(new String(form.body(), StandardCharsets.ISO_8859_1) + "&ImageName=" + value)
                .send(uri)
                .assertError(ApiError.INVALID_ENCODING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u0000", "\r\n", "\u001b[31m", "\u2028", "\ufffe", "]]>", "<!--", "&#0;", "%00", "\ud83d\ude00"
            })
    void acceptsAnyCharacterInSignedParameters(String value) {
        for (var format : List.of("JSON", "XML")) {
            var found = new V1Request("GET")
                    .with("Format", format)
                    .with("ImageName", value)
                    .send(uri);
            assertThat(found.field("TotalCount")).isEqualTo("0");
            for (var name : List.of("RegionId", "Usage", "Status", "PageSize", "Action", "AccessKeyId", value)) {
                var call = new V1Request("GET").with("Format", format).with("Usage", "wrong");
                call.with(name, value).send(uri).assertRefused();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Format", "Action", "RegionId", "AccessKeyId", "SignatureNonce", "ImageName"})
    void responseHeadersContainNoParameter(String name) {
        var injected = "x\r\nX-Injected: yes\r\n\r\n<script>";
        for (var response : List.of(
                new V1Request("GET").with(name, injected).send(uri),
                new V1Request("POST").with(name, injected).inForm().send(uri),
                new V1Request("GET")
                        .key(new Signer("testid", "x"))
                        .with(name, injected)
                        .send(uri))) {
            assertThat(response.header("X-Injected")).as(response.head()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil\r\nX-Injected: yes",
                "evil\rX-Injected: yes",
                "evil\nX-Injected: yes",
                "a<b>\"'&",
                "\u00e4\u00f6",
                "",
                "a b",
                "[::1",
                "[::1]:80",
                ":80",
                "a:b:c",
                "evil.example/path?query#fragment",
                "\u0000"
            })
    void responseHeadersContainNoHost(String host) {
        for (var format : List.of("JSON", "XML")) {
            var call = new V1Request("GET").with("Format", format).without("RegionId");
            var response = call.request(uri).set("Host", host).send(uri).assertRefused();
            assertThat(response.header("X-Injected")).as(response.head()).isNull();
        }
        new V3Request("GET").request(uri).set("Host", host).send(uri).assertRefused();
    }

    @Test
    void acceptsMissingHostAndHttp10() {
        new V1Request("GET").request(uri).without("Host").send(uri).assertImages();
        new V1Request("GET").request(uri).protocol("HTTP/1.0").send(uri).assertImages();
        var form = new V1Request("POST").inForm().request(uri);
        form.protocol("HTTP/1.0").without("Host").send(uri).assertImages();
        new V3Request("GET").request(uri).protocol("HTTP/1.0").send(uri).assertImages();
    }

    @Test
    void authenticatesHttp10Requests() {
        // Version 3 signs the host.
        new V3Request("GET")
                .request(uri)
                .protocol("HTTP/1.0")
                .without("Host")
                .send(uri)
                .assertRefused();
        new RawRequest("GET", "/?Action=DescribeImages&RegionId=cn-hangzhou")
                .protocol("HTTP/1.0")
                .send(uri)
                .assertRefused();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/octet-stream",
                "text/plain",
                "text/xml",
                "multipart/form-data; boundary=x",
                "application/x-www-form-urlencodedx",
                "application/x-www-form-urlencoded, text/plain",
                "garbage",
                "a/b/c",
                "",
                "/",
                ";",
                "\u00e4/\u00e4"
            })
    void rejectsBodyThatIsNotAForm(String contentType) {
        for (var request : postRequests()) {
            var response = request.copy().set("Content-Type", contentType).send(uri);
            response.assertError(ApiError.UNSUPPORTED_MEDIA_TYPE);
            var none = request.without("Content-Type").send(uri);
            none.assertError(ApiError.UNSUPPORTED_MEDIA_TYPE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "deflate", "snappy"})
    void rejectsBodyThatCannotBeDecompressed(String encoding) {
        for (var request : postRequests()) {
            request.add("Content-Encoding", encoding).send(uri).assertRefused();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "garbage", "\u00e4"})
    void respondsToCrossOriginRequestsInTheApiFormat(String origin) {
        for (var request : List.of(new V1Request("GET").request(uri), new V3Request("POST").request(uri))) {
            var response = request.add("Origin", origin).send(uri);
            if (response.status() == 200) {
                response.assertImages();
            } else {
                response.assertRefused();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "?",
                "/?",
                "/??",
                "/?&&&",
                "/?=",
                "/#",
                "/?#",
                "/..",
                "//",
                "///evil.example/",
                "/%",
                "/%zz",
                "/%00",
                "/a b",
                "/?a={}",
                "/?a=|",
                "/?a=\\",
                "/?a=\"",
                "/?a=^",
                "/?a=`",
                "/?a=<>",
                "/?a=\u0001",
                "\u00e4",
                "http://",
                "http:///",
                "http://[::1/",
                "http://evil.example:99999999/"
            })
    void rejectsInvalidRequestTarget(String target) {
        for (var method : List.of("GET", "POST", "CONNECT", "OPTIONS")) {
            var request = new RawRequest(method, target).add("Host", uri.getAuthority());
            assertNoData(request.bytes());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n\r\n",
                "GET\r\n\r\n",
                "GET /\r\n\r\n",
                "GET / HTTP/1.1\nHost: x\n\n",
                "GET / FTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nno colon\r\n\r\n",
                "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
                "GET / HTTP/1.1\r\n: x\r\n\r\n",
                "GET / HTTP/1.1\r\nH\u0000: x\r\n\r\n",
                "GET / HTTP/1.1\r\nCookie: \u0001=;;=\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n",
                "POST / HTTP/1.1\r\nTransfer-Encoding: nonsense\r\n\r\nzz\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n"
                        + "Sec-WebSocket-Version: 13\r\n\r\n",
                "\u0016\u0003\u0001\u0000\u00a5\u0001\u0000\u0000\u00a1\u0003\u0003"
            })
    void rejectsInvalidHttp(String request) {
        assertNoData(request.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void rejectsRandomBytes() {
        var random = new Random(7);
        for (int i = 0; i < 200; i++) {
            var noise = new byte[1 + random.nextInt(2000)];
            random.nextBytes(noise);
            assertNoData(noise);
        }
    }

    @Test
    void ignoresIncompleteRequest() {
        var call = new V1Request("POST").inForm();
        var whole = call.request(uri).bytes();
        for (int length = 1; length < whole.length; length += 37) {
            RawResponse.to(uri, Arrays.copyOf(whole, length), 20)
                    .ifPresent(response ->
                            assertThat(response.hasImages()).as(response.body()).isFalse());
        }
        call.send(uri).assertImages();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "gzip, chunked", "identity", "x"})
    void rejectsSmuggledRequest(String encoding) throws IOException {
        var smuggled = new V1Request("GET").request(uri).bytes();
        var head = "POST /?Action=DescribeImages HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\nTransfer-Encoding: "
                + encoding + "\r\n\r\n";
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(smuggled);
            var responses = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(responses.startsWith("HTTP/1.1 400 ") || responses.startsWith("HTTP/1.0 400 "))
                    .as(responses)
                    .isTrue();
            assertThat(responses).doesNotContain("<Images>");
        }
    }
}
