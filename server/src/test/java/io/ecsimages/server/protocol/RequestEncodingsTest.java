package io.ecsimages.server.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ecsimages.server.RunningServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** GET, POST with a form, and POST with a query mean the same; Format decides how the answer looks. */
@Tag("database-independent")
class RequestEncodingsTest {

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.withSample();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> get(String query) {
        return RunningServer.send(HttpRequest.newBuilder(URI.create(server.uri() + "?" + query)));
    }

    private static String withoutRequestId(HttpResponse<String> response) {
        return response.statusCode() + " "
                + response.headers().firstValue("content-type").orElseThrow() + " "
                + response.body().replaceAll("[0-9A-F]{8}-[0-9A-F-]{27}", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JSON", "XML"})
    void getAndPostFormAndPostQueryAndBothMeanTheSame(String format) {
        var all = RunningServer.form(RunningServer.parameters(
                "Format", format, "ImageName", "*产*~ +", "Tag.1.Key", "环境", "Tag.1.Value", "生产", "PageSize", "3"));
        var query = "Action=DescribeImages&Format=" + format + "&RegionId=cn-hangzhou";
        var expected = withoutRequestId(get(all));
        assertTrue(expected.startsWith("200"), expected);
        assertEquals(expected, withoutRequestId(server.post("", all)));
        assertEquals(expected, withoutRequestId(server.post(all, "")));
        assertEquals(expected, withoutRequestId(server.post(query, all)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JSON", "XML"})
    void anErrorIsTheSameInEveryForm(String format) {
        var all = RunningServer.form(RunningServer.parameters("Format", format, "Usage", "any"));
        var expected = withoutRequestId(get(all));
        assertTrue(expected.startsWith("404"), expected);
        assertEquals(expected, withoutRequestId(server.post("", all)));
        assertEquals(expected, withoutRequestId(server.post(all, "")));
    }

    @ParameterizedTest
    @CsvSource({
        "JSON,application/json",
        "json,application/json",
        "Json,application/json",
        "XML,text/xml",
        "xml,text/xml"
    })
    void formatIsReadInAnyLetterCase(String format, String type) {
        var response = get("Action=DescribeImages&RegionId=cn-hangzhou&Format=" + format);
        assertEquals(
                type + ";charset=utf-8",
                response.headers().firstValue("content-type").orElseThrow());
    }

    @Test
    void withoutAFormatTheAnswerIsXml() {
        var response = get("Action=DescribeImages&RegionId=cn-hangzhou&PageSize=1");
        assertEquals(
                "text/xml;charset=utf-8",
                response.headers().firstValue("content-type").orElseThrow());
        assertTrue(response.body()
                .startsWith("<?xml version='1.0' encoding='UTF-8'?><DescribeImagesResponse><RequestId>"));
        assertFalse(response.body().contains("xmlns"));
    }

    @Test
    void acceptDoesNotMatterForAPlainCall() {
        for (String accept : new String[] {"application/json", "text/html", "image/png", "nonsense"}) {
            var response = RunningServer.send(
                    HttpRequest.newBuilder(URI.create(server.uri() + "?Action=DescribeImages&RegionId=cn-hangzhou"))
                            .header("Accept", accept));
            assertEquals(200, response.statusCode(), accept);
            assertEquals(
                    "text/xml;charset=utf-8",
                    response.headers().firstValue("content-type").orElseThrow());
        }
    }

    @Test
    void chineseIsRawUtf8InBothFormats() {
        for (String format : new String[] {"JSON", "XML"}) {
            var response = server.get(RunningServer.parameters("ImageName", "商城*", "Format", format));
            assertTrue(response.body().contains("商城"), response.body());
            assertFalse(response.body().contains("\\u"), response.body());
        }
    }

    @Test
    void everyAnswerCarriesItsRequestIdInTheHeaderToo() {
        var good = server.get(RunningServer.parameters("Format", "JSON"));
        var bad = server.get(Map.of("Format", "JSON"));
        for (var response : new HttpResponse<?>[] {good, bad}) {
            var id = response.headers().allValues("x-acs-request-id");
            assertEquals(1, id.size());
            assertTrue(id.get(0).matches("[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}"), id.get(0));
            assertTrue(response.body().toString().contains("\"RequestId\":\"" + id.get(0) + "\""));
        }
    }

    @Test
    void theOwnPathOfAnOperationDoesNotExist() {
        var response = RunningServer.send(
                HttpRequest.newBuilder(server.uri().resolve("/DescribeImages?RegionId=cn-hangzhou&Format=json")));
        assertEquals(404, response.statusCode());
        assertEquals(
                "InvalidAction.NotFound",
                RunningServer.json(response).path("Code").asText());
    }
}
