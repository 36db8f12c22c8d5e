package io.ecsimages.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.TestServer;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The judge of all tests is judged: it sees each way in which a response may differ from the contract. */
class ExchangeTest {

    private static final String REQUEST = "/?Action=DescribeRegions&AcceptLanguage=ja";
    private static final String JSON = """
            {"RequestId":"R","Regions":{"Region":[{"RegionId":"a","LocalName":"A","RegionEndpoint":"h","Status":"available"}]}}""";
    private static final String XML = """
            <DescribeRegionsResponse><RequestId>R</RequestId><Regions><Region><RegionId>a</RegionId>\
            <LocalName>A</LocalName><RegionEndpoint>h</RegionEndpoint><Status>available</Status></Region></Regions>\
            </DescribeRegionsResponse>""";
    private static final String ERROR = """
            {"RequestId":"R","HostId":"h","Code":"InvalidAcceptLanguage.NotFound",\
            "Message":"Only Chinese (zh-CN), English (en-US), and Japanese (ja) are allowed.","Recommend":"r"}""";

    private static List<String> problems(String uri, int status, String type, String body) {
        var headers = new DefaultHttpHeaders().add("Content-Type", type).add("x-acs-request-id", "R");
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Exchange("GET", uri, new DefaultHttpHeaders(), new byte[0], status, headers, bytes).problems();
    }

    @Test
    void whatTheContractListsConforms() {
        assertThat(problems(REQUEST, 200, "application/json", JSON)).isEmpty();
        assertThat(problems(REQUEST, 200, "text/xml;charset=utf-8", XML)).isEmpty();
        assertThat(problems(REQUEST.replace("ja", "la"), 404, "application/json", ERROR))
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
    void anAnswerInJsonThatDiffersDoesNot(String place, String otherwise, String words) {
        var problems = problems(REQUEST, 200, "application/json", JSON.replace(place, otherwise));
        assertThat(problems.toString()).contains(words);
    }

    @ParameterizedTest
    @CsvSource({
        "DescribeRegionsResponse, DescribeRegions, 'the root is called'",
        "LocalName, Localname, 'no member Localname'",
        "<LocalName>A</LocalName>, '', LocalName",
        "<Region>, <Region><RegionId>b</RegionId>, 'two RegionId'"
    })
    void anAnswerInXmlThatDiffersDoesNot(String place, String otherwise, String words) {
        var problems = problems(REQUEST, 200, "text/xml", XML.replace(place, otherwise));
        assertThat(problems.toString()).contains(words);
    }

    @Test
    void anErrorThatTheCallDoesNotListDoesNot() {
        var bad = REQUEST.replace("ja", "la");
        assertThat(problems(bad, 404, "application/json", ERROR.replace("Japanese", "Greek"))
                        .toString())
                .contains("lists no such error");
        assertThat(problems(bad, 400, "application/json", ERROR).toString()).contains("lists no such error");
        assertThat(problems(bad, 409, "application/json", ERROR).toString()).contains("lists no response 409");
        assertThat(problems(bad, 404, "text/html", ERROR).toString()).contains("lists no response 404");
        assertThat(problems("/?Action=DescribeImages", 404, "application/json", ERROR)
                        .toString())
                .contains("DescribeImages lists no such error");
        assertThat(problems("/?Action=Nothing", 404, "application/json", ERROR).toString())
                .contains("lists no such error");
    }

    @Test
    void aRequestThatShouldHaveBeenRefusedDoesNot() {
        assertThat(problems(REQUEST.replace("ja", "la"), 200, "application/json", JSON))
                .containsExactly("AcceptLanguage should have been refused: InvalidAcceptLanguage.NotFound");
    }

    @Test
    void everyServerOfTheTestsIsJudged() {
        try (var server = TestServer.empty()) {
            server.get(TestServer.parameters("Format", "JSON"));
            server.get(TestServer.parameters("Usage", "any"));
            assertThat(server.bean(ContractConformance.class).judged()).isEqualTo(2);
        }
    }
}
