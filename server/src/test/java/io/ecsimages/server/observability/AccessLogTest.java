package io.ecsimages.server.observability;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import com.zaxxer.hikari.HikariDataSource;
import io.ecsimages.server.CapturedLog;
import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.contract.ContractDocument;
import io.ecsimages.server.http.RawRequest;
import io.ecsimages.server.http.RawResponse;
import io.ecsimages.server.http.V1Request;
import io.ecsimages.server.http.V3Request;
import io.micronaut.context.annotation.Property;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The access log has one line per request; the only value of the client is the name of an unsupported action. */
@Tag("database-independent")
@ServerTest
@Property(name = "ecs-images.request-timeout", value = "500ms")
class AccessLogTest {

    private static TestServer server;
    private static URI uri;

    @AutoClose
    private final CapturedLog log = new CapturedLog("io.ecsimages.access", Level.INFO);

    @BeforeAll
    static void start(TestServer started) {
        server = started.loadSample();
        uri = server.uri();
    }

    /** Returns the fields of a line. */
    private static Map<String, String> fields(ILoggingEvent event) {
        var line = event.getFormattedMessage();
        assertThat(line).matches("([A-Za-z]+=[A-Za-z0-9.:%-]+ ?)+");
        return Arrays.stream(line.split(" "))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(
                        field -> field[0],
                        field -> field[1],
                        (first, second) -> {
                            throw new AssertionError("repeated field: " + line);
                        },
                        LinkedHashMap::new));
    }

    /** Returns the only line. */
    private Map<String, String> onlyLine() throws InterruptedException {
        var events = log.events(1);
        assertThat(events).hasSize(1);
        return fields(events.get(0));
    }

    private void assertLine(RawResponse response, String expected) throws InterruptedException {
        var line = onlyLine();
        assertThat(line.remove("requestId")).isEqualTo(response.header("x-acs-request-id"));
        assertThat(Double.parseDouble(line.remove("ms"))).isPositive();
        assertThat(line.entrySet().stream()
                        .map(field -> field.getKey() + "=" + field.getValue())
                        .collect(Collectors.joining(" ")))
                .isEqualTo("client=127.0.0.1 " + expected);
    }

    @Test
    void logsEveryFieldOfASuccessfulRequest() throws Exception {
        assertLine(
                new V1Request("GET").with("PageSize", "2").with("Format", "XML").send(uri),
                "signature=V1 account=1000000000000001 action=DescribeImages format=XML status=200 code=OK rows=2");
    }

    @Test
    void logsSignatureVersion() throws Exception {
        new V3Request("POST").send(uri).assertImages();
        assertThat(fields(log.events(1).get(0)).get("signature")).isEqualTo("V3");
        server.describe();
        assertThat(fields(log.events(2).get(1)).get("signature")).isEqualTo("none");
    }

    private static String logged(ApiError error) {
        return "status=" + error.status() + " code=" + error.code();
    }

    @Test
    void logsNoAccountOfUnauthenticatedRequest() throws Exception {
        var request = new V1Request("GET");
        assertLine(
                request.request(uri, "d3Jvbmc=").send(uri),
                "signature=V1 action=DescribeImages format=JSON " + logged(ApiError.SIGNATURE_DOES_NOT_MATCH));
    }

    @ParameterizedTest
    @CsvSource({
        "RegionId,cn-nowhere,INVALID_REGION_ID_NOT_FOUND",
        "PageSize,0,INVALID_PARAMETER_PAGE_SIZE",
        "DryRun,true,DRY_RUN_OPERATION"
    })
    void logsErrorCodeWithoutRows(String name, String value, ApiError error) throws Exception {
        assertLine(
                new V1Request("GET").with(name, value).send(uri),
                "signature=V1 account=1000000000000001 action=DescribeImages format=JSON " + logged(error));
    }

    @ParameterizedTest
    @CsvSource({
        "DescribeNothing,DescribeNothing",
        "describeImages,describeImages",
        "'x\nrequestId=forged',x%0ArequestId%3Dforged",
        "a b=c,a%20b%3Dc",
        "'\u001b[31m',%1B%5B31m"
    })
    void logsUnsupportedActionEscaped(String action, String logged) throws Exception {
        assertLine(
                new V1Request("GET").with("Action", action).send(uri),
                "signature=V1 account=1000000000000001 action=" + logged + " format=JSON "
                        + logged(ApiError.INVALID_ACTION_NOT_FOUND));
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/nothing,INVALID_ACTION_NOT_FOUND",
        "GET,/DescribeImages?RegionId=cn-hangzhou,INVALID_ACTION_NOT_FOUND",
        "PUT,/,UNSUPPORTED_HTTP_METHOD",
        "GET,/?Action=%ff,INVALID_ENCODING",
        "GET,/%zz,INVALID_ENCODING",
        "GET,/?a=|,INVALID_ENCODING"
    })
    void logsInvalidRequest(String method, String target, ApiError error) throws Exception {
        assertLine(new RawRequest(method, target).add("Host", "x").send(uri), "format=XML " + logged(error));
    }

    @Test
    void logsRequestThatIsTooLargeOrTooSlow() throws Exception {
        new RawRequest("GET", "/?x=" + "y".repeat(40_000)).add("Host", "x").send(uri);
        assertThat(fields(log.events(1).get(0)).get("code")).isEqualTo(ApiError.REQUEST_TOO_LARGE.code());
        new RawRequest("GET", "/")
                .add("Host", "x")
                .add("Long", "y".repeat(40_000))
                .send(uri);
        assertThat(fields(log.events(2).get(1)).get("code")).isEqualTo(ApiError.REQUEST_TOO_LARGE.code());
        new RawRequest("POST", "/")
                .add("Host", "x")
                .add("Content-Type", "application/x-www-form-urlencoded")
                .form("x=" + "y".repeat(200_000))
                .send(uri);
        assertThat(fields(log.events(3).get(2)).get("code")).isEqualTo(ApiError.REQUEST_TOO_LARGE.code());
        new RawRequest("POST", "/")
                .add("Host", "x")
                .add("Content-Length", "9")
                .body("Action=".getBytes(StandardCharsets.ISO_8859_1))
                .send(uri);
        assertThat(fields(log.events(4).get(3)).get("code")).isEqualTo(ApiError.REQUEST_TIMEOUT.code());
        assertThat(fields(log.events(4).get(3)).get("status")).isEqualTo("" + ApiError.REQUEST_TIMEOUT.status());
    }

    @Test
    void logsDocumentationRequestWithoutAction() throws Exception {
        assertLine(new RawRequest("GET", "/docs/page.js").add("Host", "x").send(uri), "format=XML status=200 code=OK");
    }

    @Test
    void logsEachRequestOfOneConnection() throws Exception {
        var request = new RawRequest("GET", "/?" + TestServer.form(TestServer.parameters("PageSize", "1")))
                .add("Host", uri.getAuthority());
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream().write(request.bytes());
            socket.getOutputStream().write(request.bytes());
            socket.getOutputStream().write(request.bytes());
            var responseIds = List.of(
                    RawResponse.read(socket).orElseThrow().header("x-acs-request-id"),
                    RawResponse.read(socket).orElseThrow().header("x-acs-request-id"),
                    RawResponse.read(socket).orElseThrow().header("x-acs-request-id"));
            assertThat(log.events(3).stream()
                            .map(event -> fields(event).get("requestId"))
                            .toList())
                    .isEqualTo(responseIds);
        }
    }

    @Test
    void logsNoValueOfTheClient() throws Exception {
        var forged = "SECRET\r\ntime=2026-01-01T00:00:00Z requestId=forged code=OK";
        for (var name : List.of(
                "AccessKeyId", "Signature", "SignatureNonce", "SecurityToken", "RegionId", "Format", "Timestamp")) {
            new V1Request("GET").with(name, forged).send(uri);
        }
        for (var name : List.of("x-acs-version", "x-acs-security-token", "User-Agent", "Referer")) {
            new V3Request("GET").header(name, "SECRET requestId=forged").send(uri);
        }
        new V3Request("GET")
                .authorization("ACS3-HMAC-SHA256 Credential=SECRET,SignedHeaders=%2$s,Signature=SECRET")
                .send(uri)
                .assertRefused();
        for (var event : log.events(12)) {
            assertThat(event.getFormattedMessage()).doesNotContain("SECRET");
            assertThat(event.getFormattedMessage()).doesNotContain("forged");
            fields(event);
        }
        assertThat(log.events(12)).hasSize(12);
    }

    @Test
    void logsRequestWhoseClientDisconnects() throws Exception {
        try (var smallPool = TestServer.withSample(Map.of("datasources.default.maximum-pool-size", 2))) {
            disconnectWhileThePoolIsBusy(smallPool);
            var line = onlyLine();
            assertThat(line.get("action")).isEqualTo("DescribeImages");
            assertThat(line.get("status")).isEqualTo("200");
            int pageSize = ContractDocument.CONTRACT.limit("DescribeImages", "PageSize", "default");
            assertThat(line.get("rows")).isEqualTo("" + pageSize);
        }
    }

    private static void disconnectWhileThePoolIsBusy(TestServer smallPool) throws Exception {
        var pool = smallPool.bean(DataSource.class).unwrap(HikariDataSource.class);
        try (var one = pool.getConnection();
                var other = pool.getConnection();
                var socket =
                        new Socket(smallPool.uri().getHost(), smallPool.uri().getPort())) {
            assertThat(other).isNotSameAs(one);
            var target = "/?" + TestServer.form(TestServer.parameters());
            socket.getOutputStream()
                    .write(new RawRequest("GET", target).add("Host", "x").bytes());
            while (pool.getHikariPoolMXBean().getThreadsAwaitingConnection() == 0) {
                Thread.sleep(5);
            }
            socket.close();
        }
    }
}
