package io.ecsimages.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.http.RawRequest;
import io.ecsimages.server.http.RawResponse;
import io.ecsimages.server.http.V1Request;
import io.ecsimages.server.http.V3Request;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Request lines in all forms: the absolute form is understood, and a refusal has the format and the host of the request. */
@Tag("database-independent")
@ServerTest
class RequestTargetTest {

    private static final String QUERY = "?Action=DescribeImages&RegionId=cn-hangzhou&Format=JSON";

    private static URI uri;

    @BeforeAll
    static void start(TestServer started) {
        uri = started.loadSample().uri();
    }

    private static RawResponse get(String target) {
        return new RawRequest("GET", target).add("Host", uri.getAuthority()).send(uri);
    }

    private static String hostId(String target) {
        return get(target + "&PageSize=0").assertRefused().field("HostId");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://ecs.example/", "http://ecs.example", "https://ecs.example:443/", "HTTP://[::1]:80"})
    void acceptsAbsoluteForm(String address) {
        get(address + QUERY).assertImages();
        new RawRequest("GET", address + QUERY).send(uri).assertImages();
        new RawRequest("POST", address)
                .add("Host", uri.getAuthority())
                .add("Content-Type", "application/x-www-form-urlencoded")
                .form(QUERY.substring(1))
                .send(uri)
                .assertImages();
        var version1 = new V1Request("GET").request(uri);
        version1.target(address + version1.target().replaceFirst("^/", ""))
                .send(uri)
                .assertImages();
        var version3 = new V3Request("GET").request(uri);
        version3.target(address + version3.target().replaceFirst("^/", ""))
                .send(uri)
                .assertImages();
    }

    @Test
    void prefersHostOfTargetOverHeader() {
        assertThat(hostId("/" + QUERY)).isEqualTo("127.0.0.1");
        assertThat(hostId("http://ecs.example:8080/" + QUERY)).isEqualTo("ecs.example");
        assertThat(hostId("https://ecs.example" + QUERY)).isEqualTo("ecs.example");
        var regions = get("http://ecs.example:8080/?Action=DescribeRegions&Format=JSON");
        assertThat(regions.tree().at("/Regions/Region/0/RegionEndpoint").asText())
                .isEqualTo("ecs.example:8080");
    }

    @Test
    void routesOtherPathsInAbsoluteForm() {
        assertThat(get("http://ecs.example/docs/").status()).isEqualTo(200);
        get("http://ecs.example/nothing?Format=JSON").assertRefused();
        assertThat(get("http://ecs.example/nothing" + QUERY).status()).isEqualTo(404);
        assertThat(get("http://ecs.example//" + QUERY).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://",
                "http:///",
                "http://a b/",
                "http://[::1/",
                "http://evil.example:99999999/",
                "http://user@ecs.example/",
                "http://<script>/"
            })
    void rejectsInvalidHostInAbsoluteForm(String address) {
        get(address + QUERY).assertError(ApiError.INVALID_ENCODING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%",
                "%2",
                "%zz",
                "a%",
                "%ff",
                "%e7%8e",
                "{}",
                "|",
                "\\",
                "\"",
                "^",
                "`",
                "<>",
                "#",
                "\u0001",
                "\u00e7",
                "\u00e9\u0095\u009c",
                "\u00e9",
                "\u00ff"
            })
    void rejectsInvalidEncodingInRequestedFormat(String text) {
        for (var more : new String[] {"&ImageName=" + text, "&" + text + "=x", "&Tag.1.Key=a&Tag.1.Value=x" + text}) {
            var json = get("/" + QUERY + more);
            json.assertError(ApiError.INVALID_ENCODING);
            assertThat(json.isXml()).isFalse();
            var xml = get("/?Action=DescribeImages&RegionId=cn-hangzhou" + more + "&Format=XML");
            xml.assertError(ApiError.INVALID_ENCODING);
            assertThat(xml.isXml()).isTrue();
        }
        var version3 = new V3Request("GET").request(uri);
        version3.target(version3.target() + "&ImageName=" + text);
        assertThat(version3.copy().send(uri).assertRefused().isXml()).isFalse();
        assertThat(version3.add("Accept", "application/xml")
                        .send(uri)
                        .assertRefused()
                        .isXml())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%E9%95%9C", "a+b", "!$'()*,;:@/?[]-._~", "%7B%7D"})
    void acceptsValidEncoding(String text) {
        assertThat(get("/" + QUERY + "&ImageName=" + text).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT,/?Format=JSON,UNSUPPORTED_HTTP_METHOD",
        "DELETE,/?Format=JSON,UNSUPPORTED_HTTP_METHOD",
        "OPTIONS,/?Format=JSON,UNSUPPORTED_HTTP_METHOD",
        "POST,/docs/?Format=JSON,UNSUPPORTED_HTTP_METHOD",
        "GET,/nothing?Format=JSON,INVALID_ACTION_NOT_FOUND",
        "GET,//?Format=JSON,INVALID_ACTION_NOT_FOUND",
        "GET,/%zz?Format=JSON,INVALID_ENCODING",
        "GET,/[?Format=JSON,INVALID_ENCODING"
    })
    void rejectsInRequestedFormatWithHost(String method, String target, ApiError error) {
        var response = new RawRequest(method, target)
                .add("Host", uri.getAuthority())
                .send(uri)
                .assertRefused();
        assertThat(response.field("Code")).isEqualTo(error.code());
        assertThat(response.field("HostId")).isEqualTo("127.0.0.1");
        assertThat(response.isXml()).isFalse();
        assertThat(response.header("Allow") != null).isEqualTo(error == ApiError.UNSUPPORTED_HTTP_METHOD);
    }

    @Test
    void rejectsTooLargeRequestInRequestedFormat() {
        var long1 = "x".repeat(40_000);
        assertTooLarge(get("/" + QUERY + "&ImageName=" + long1));
        assertTooLarge(get("/?ImageName=" + long1 + "&Format=JSON"));
        assertTooLarge(get("/?ImageName=" + "x".repeat(200_000) + "&Format=JSON"));
        assertTooLarge(new RawRequest("GET", "/" + QUERY)
                .add("Host", uri.getAuthority())
                .add("User-Agent", long1)
                .send(uri));
        assertTooLarge(new RawRequest("POST", "/?Format=JSON")
                .add("Host", uri.getAuthority())
                .add("Content-Type", "application/x-www-form-urlencoded")
                .form("x=" + "y".repeat(200_000))
                .send(uri));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /?Format=JSON&ImageName=a b HTTP/1.1",
                "GET /?Format=JSON HTTP/one",
                "GET /?Format=JSON FTP/1.1",
                "GET http://127.0.0.1/?ImageName=a b&Format=JSON HTTP/1.1"
            })
    void rejectsMalformedRequestLineInRequestedFormat(String line) throws IOException {
        var malformed = (line + "\r\nHost: " + uri.getAuthority() + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        var response = RawResponse.to(uri, malformed).orElseThrow();
        response.assertError(ApiError.INVALID_ENCODING);
        assertThat(response.isXml()).isFalse();
        // The format of an earlier request on the connection does not matter.
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            var xml = "/?Action=DescribeImages&RegionId=cn-hangzhou&Format=XML";
            socket.getOutputStream()
                    .write(new RawRequest("GET", xml).add("Host", "first").bytes());
            assertThat(RawResponse.read(socket).orElseThrow().assertImages().isXml())
                    .isTrue();
            socket.getOutputStream().write(malformed);
            RawResponse.read(socket).orElseThrow().assertError(ApiError.INVALID_ENCODING);
        }
    }

    @Test
    void rejectsHeadRequestWithHeadersOnly() {
        for (var target : new String[] {"/?Format=JSON&a=%", "/?Format=JSON"}) {
            var response = new RawRequest("HEAD", target)
                    .add("Host", uri.getAuthority())
                    .send(uri);
            assertThat(response.header("Content-Type")).isEqualTo("application/json;charset=utf-8");
            assertThat(response.header("x-acs-request-id")).isNotNull();
        }
    }

    @Test
    void rejectsVeryLongRequestLineInRequestedFormat() {
        assertThat(get("/?Format=JSON&ImageName=" + "x".repeat(2_000_000))
                        .assertRefused()
                        .isXml())
                .isFalse();
    }

    private static void assertTooLarge(RawResponse response) {
        response.assertError(ApiError.REQUEST_TOO_LARGE);
        assertThat(response.isXml()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: -1", "Content-Length: 1\r\nContent-Length: 2", "no colon"})
    void rejectsMalformedHeaderInRequestedFormat(String header) {
        var text = "POST /" + QUERY + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\n" + header + "\r\n\r\n";
        var response =
                RawResponse.to(uri, text.getBytes(StandardCharsets.ISO_8859_1)).orElseThrow();
        response.assertError(ApiError.INVALID_ENCODING);
        assertThat(response.isXml()).isFalse();
    }

    @Test
    void rejectsOtherMediaTypeInRequestedFormat() {
        var response = new RawRequest("POST", "/?Format=JSON")
                .add("Host", uri.getAuthority())
                .add("Content-Type", "text/plain")
                .form("x")
                .send(uri);
        response.assertError(ApiError.UNSUPPORTED_MEDIA_TYPE);
        assertThat(response.isXml()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "&RegionId=cn-beijing,RegionId",
        "&Tag.1.Key=a&Tag.1.Key=b,Tag.1.Key",
        "&Tag.2.Key=a&Tag.2.key=b,Tag.2.Key",
        "&a%0Ab=1&a%0Ab=2,a%0Ab"
    })
    void namesRepeatedParameter(String more, String name) {
        get("/" + QUERY + more).assertError(ApiError.REPEATED_PARAMETER, " " + name);
    }

    @Test
    void namesRepeatedHeader() {
        new V3Request("GET")
                .request(uri)
                .add("x-acs-date", "2026-01-01T00:00:00Z")
                .send(uri)
                .assertError(ApiError.REPEATED_PARAMETER, " x-acs-date");
    }
}
