package io.ecsimages.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ecsimages.server.RunningServer;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The judge of all tests is judged: it sees each way in which an answer may differ from the contract. */
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
        assertEquals(List.of(), problems(REQUEST, 200, "application/json", JSON));
        assertEquals(List.of(), problems(REQUEST, 200, "text/xml;charset=utf-8", XML));
        assertEquals(List.of(), problems(REQUEST.replace("ja", "la"), 404, "application/json", ERROR));
        assertEquals(List.of(), problems("/docs", 200, "text/html", "<html/>"));
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
        assertTrue(problems.toString().contains(words), problems.toString());
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
        assertTrue(problems.toString().contains(words), problems.toString());
    }

    @Test
    void anErrorThatTheCallDoesNotListDoesNot() {
        var bad = REQUEST.replace("ja", "la");
        assertTrue(problems(bad, 404, "application/json", ERROR.replace("Japanese", "Greek"))
                .toString()
                .contains("lists no such error"));
        assertTrue(problems(bad, 400, "application/json", ERROR).toString().contains("lists no such error"));
        assertTrue(problems(bad, 409, "application/json", ERROR).toString().contains("lists no answer 409"));
        assertTrue(problems(bad, 404, "text/html", ERROR).toString().contains("lists no answer 404"));
        assertTrue(problems("/?Action=DescribeImages", 404, "application/json", ERROR)
                .toString()
                .contains("DescribeImages lists no such error"));
        assertTrue(problems("/?Action=Nothing", 404, "application/json", ERROR)
                .toString()
                .contains("lists no such error"));
    }

    @Test
    void aRequestThatShouldHaveBeenRefusedDoesNot() {
        assertEquals(
                List.of("AcceptLanguage should have been refused: InvalidAcceptLanguage.NotFound"),
                problems(REQUEST.replace("ja", "la"), 200, "application/json", JSON));
    }

    @Test
    void everyServerOfTheTestsIsJudged() {
        try (var server = RunningServer.empty()) {
            server.get(RunningServer.parameters("Format", "JSON"));
            server.get(RunningServer.parameters("Usage", "any"));
            assertEquals(2, server.bean(ContractConformance.class).judged());
        }
    }
}
