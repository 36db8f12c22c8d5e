package io.ecsimages.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** GET, POST with a form, and POST with a query have the same response, whose format is the Format parameter. */
@Tag("contract")
@Tag("database-independent")
@ServerTest
class RequestEncodingsTest {

    private static TestServer server;

    @BeforeAll
    static void start(TestServer started) {
        server = started.loadSample();
    }

    private static HttpResponse<String> get(String query) {
        return TestServer.send(HttpRequest.newBuilder(URI.create(server.uri() + "?" + query)));
    }

    private static String withoutRequestId(HttpResponse<String> response) {
        return response.statusCode() + " "
                + response.headers().firstValue("content-type").orElseThrow() + " "
                + response.body().replaceAll("[0-9A-F]{8}-[0-9A-F-]{27}", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JSON", "XML"})
    void getAndPostHaveTheSameResponse(String format) {
        var all = TestServer.form(TestServer.parameters(
                "Format", format, "ImageName", "*产*~ +", "Tag.1.Key", "环境", "Tag.1.Value", "生产", "PageSize", "3"));
        var query = "Action=DescribeImages&Format=" + format + "&RegionId=cn-hangzhou";
        var expected = withoutRequestId(get(all));
        assertThat(expected).startsWith("200");
        assertThat(withoutRequestId(server.post("", all))).isEqualTo(expected);
        assertThat(withoutRequestId(server.post(all, ""))).isEqualTo(expected);
        assertThat(withoutRequestId(server.post(query, all))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JSON", "XML"})
    void getAndPostHaveTheSameError(String format) {
        var all = TestServer.form(TestServer.parameters("Format", format, "Usage", "any"));
        var expected = withoutRequestId(get(all));
        assertThat(expected).startsWith("404");
        assertThat(withoutRequestId(server.post("", all))).isEqualTo(expected);
        assertThat(withoutRequestId(server.post(all, ""))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "JSON,application/json",
        "json,application/json",
        "Json,application/json",
        "XML,text/xml",
        "xml,text/xml"
    })
    void formatIsCaseInsensitive(String format, String type) {
        var response = get("Action=DescribeImages&RegionId=cn-hangzhou&Format=" + format);
        assertThat(response.headers().firstValue("content-type").orElseThrow()).isEqualTo(type + ";charset=utf-8");
    }

    @Test
    void formatDefaultsToXml() {
        var response = get("Action=DescribeImages&RegionId=cn-hangzhou&PageSize=1");
        assertThat(response.headers().firstValue("content-type").orElseThrow()).isEqualTo("text/xml;charset=utf-8");
        assertThat(response.body())
                .startsWith("<?xml version='1.0' encoding='UTF-8'?><DescribeImagesResponse><RequestId>");
        assertThat(response.body()).doesNotContain("xmlns");
    }

    @Test
    void unsignedRequestIgnoresAccept() {
        for (String accept : new String[] {"application/json", "text/html", "image/png", "nonsense"}) {
            var response = TestServer.send(
                    HttpRequest.newBuilder(URI.create(server.uri() + "?Action=DescribeImages&RegionId=cn-hangzhou"))
                            .header("Accept", accept));
            assertThat(response.statusCode()).as(accept).isEqualTo(200);
            assertThat(response.headers().firstValue("content-type").orElseThrow())
                    .isEqualTo("text/xml;charset=utf-8");
        }
    }

    @Test
    void encodesChineseAsUtf8InBothFormats() {
        for (String format : new String[] {"JSON", "XML"}) {
            var response = server.get(TestServer.parameters("ImageName", "商城*", "Format", format));
            assertThat(response.body()).contains("商城");
            assertThat(response.body()).doesNotContain("\\u");
        }
    }

    @Test
    void everyResponseHasItsRequestIdInTheHeader() {
        var success = server.get(TestServer.parameters("Format", "JSON"));
        var error = server.get(Map.of("Format", "JSON"));
        for (var response : new HttpResponse<?>[] {success, error}) {
            var id = response.headers().allValues("x-acs-request-id");
            assertThat(id).hasSize(1);
            assertThat(id.get(0)).matches("[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}");
            assertThat(response.body().toString()).contains("\"RequestId\":\"" + id.get(0) + "\"");
        }
    }

    @Test
    void operationHasNoPath() {
        var response = TestServer.send(
                HttpRequest.newBuilder(server.uri().resolve("/DescribeImages?RegionId=cn-hangzhou&Format=json")));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(TestServer.json(response).path("Code").asText()).isEqualTo(ApiError.INVALID_ACTION_NOT_FOUND.code());
    }
}
