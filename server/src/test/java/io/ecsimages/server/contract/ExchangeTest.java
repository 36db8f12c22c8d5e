package io.ecsimages.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that the conformance check of all tests finds each kind of difference. */
@Tag("database-independent")
class ExchangeTest {

    private static final String REQUEST = "/?Action=DescribeRegions&AcceptLanguage=ja";
    private static final String JSON = """
            {"RequestId":"R","Regions":{"Region":[{"RegionId":"a","LocalName":"A","RegionEndpoint":"h","Status":"available"}]}}""";
    private static final String XML = """
            <DescribeRegionsResponse><RequestId>R</RequestId><Regions><Region><RegionId>a</RegionId>\
            <LocalName>A</LocalName><RegionEndpoint>h</RegionEndpoint><Status>available</Status></Region></Regions>\
            </DescribeRegionsResponse>""";
    private static final ApiError INVALID = ApiError.INVALID_ACCEPT_LANGUAGE_NOT_FOUND;
    private static final String ERROR = """
            {"RequestId":"R","HostId":"h","Code":"%s","Message":"%s","Recommend":"r"}""".formatted(INVALID.code(), INVALID.message());

    private static List<String> problems(String uri, int status, String type, String body) {
        var headers = new DefaultHttpHeaders().add("Content-Type", type).add("x-acs-request-id", "R");
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Exchange("GET", uri, new DefaultHttpHeaders(), new byte[0], status, headers, bytes).problems();
    }

    @Test
    void acceptsResponsesOfTheContract() {
        assertThat(problems(REQUEST, 200, "application/json", JSON)).isEmpty();
        assertThat(problems(REQUEST, 200, "text/xml;charset=utf-8", XML)).isEmpty();
        assertThat(problems(REQUEST.replace("ja", "la"), INVALID.status(), "application/json", ERROR))
                .isEmpty();
        assertThat(problems("/docs", 200, "text/html", "<html/>")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            "LocalName":"A",|``|required property 'LocalName'
            "LocalName":"A"|"LocalName":1|integer found, string expected
            "LocalName":"A"|"LocalName":"A","More":1|property 'More' is not defined
            "RequestId":"R"|"RequestId":"S"|x-acs-request-id is not the RequestId
            """)
    void findsDifferencesInJson(String original, String changed, String problem) {
        var problems = problems(REQUEST, 200, "application/json", JSON.replace(original, changed));
        assertThat(problems.toString()).contains(problem);
    }

    @ParameterizedTest
    @CsvSource({
        "DescribeRegionsResponse, DescribeRegions, 'the root element is'",
        "LocalName, Localname, 'unknown field Localname'",
        "<LocalName>A</LocalName>, '', LocalName",
        "<Region>, <Region><RegionId>b</RegionId>, 'repeated field RegionId'"
    })
    void findsDifferencesInXml(String original, String changed, String problem) {
        var problems = problems(REQUEST, 200, "text/xml", XML.replace(original, changed));
        assertThat(problems.toString()).contains(problem);
    }

    @Test
    void findsErrorsThatAreNotInTheContract() {
        var invalid = REQUEST.replace("ja", "la");
        assertThat(problems(invalid, INVALID.status(), "application/json", ERROR.replace(INVALID.message(), "Greek"))
                        .toString())
                .contains("lists no such error");
        assertThat(problems(invalid, 400, "application/json", ERROR).toString()).contains("lists no such error");
        assertThat(problems(invalid, 409, "application/json", ERROR).toString()).contains("lists no response 409");
        assertThat(problems(invalid, 404, "text/html", ERROR).toString()).contains("lists no response 404");
        assertThat(problems("/?Action=DescribeImages", 404, "application/json", ERROR)
                        .toString())
                .contains("DescribeImages lists no such error");
        assertThat(problems("/?Action=Nothing", 404, "application/json", ERROR).toString())
                .contains("lists no such error");
    }

    @Test
    void findsAcceptedInvalidRequest() {
        assertThat(problems(REQUEST.replace("ja", "la"), 200, "application/json", JSON))
                .containsExactly("AcceptLanguage should have been rejected: " + INVALID.id());
    }

    @Test
    void verifiesResponsesOfTestServers() {
        try (var server = TestServer.empty()) {
            server.get(TestServer.parameters("Format", "JSON"));
            server.get(TestServer.parameters("Usage", "any"));
            assertThat(server.bean(ContractConformance.class).verified()).isEqualTo(2);
        }
    }
}
