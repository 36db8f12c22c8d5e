package io.ecsimages.server.region;

import static io.ecsimages.server.Dumps.answer;
import static io.ecsimages.server.Dumps.image;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.RunningServer;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DescribeRegions: the vendor's regions, and those of the catalogue. */
@Tag("query")
class DescribeRegionsTest {

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.empty();
        server.take(answer("my-region-2", image("a")), RunningServer.ACCOUNT);
        server.take(answer("my-region-1", image("b"), image("c")), RunningServer.ACCOUNT);
        server.take(answer("cn-hangzhou", image("d")), RunningServer.ACCOUNT);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<JsonNode> regions(String... parameters) {
        var answer = server.call("DescribeRegions", parameters);
        return StreamSupport.stream(answer.at("/Regions/Region").spliterator(), false)
                .toList();
    }

    private static List<String> ids(List<JsonNode> regions) {
        return regions.stream().map(region -> region.path("RegionId").asText()).toList();
    }

    @Test
    void theVendorsRegionsComeFirstThenThoseOfTheCatalogueEachOnce() {
        var ids = ids(regions());
        assertEquals("cn-qingdao", ids.get(0));
        assertTrue(ids.contains("cn-hangzhou"));
        assertEquals(List.of("my-region-1", "my-region-2"), ids.subList(ids.size() - 2, ids.size()));
        assertEquals(ids.size(), ids.stream().distinct().count());
        assertFalse(ids.contains("my-region-3"));
    }

    @ParameterizedTest
    @CsvSource({"zh-CN, 华东1（杭州）", "en-US, China (Hangzhou)", "ja, 中国 (杭州)"})
    void namesAreInTheLanguageAskedFor(String language, String name) {
        var regions = regions("AcceptLanguage", language);
        assertEquals(
                name,
                regions.get(ids(regions).indexOf("cn-hangzhou"))
                        .path("LocalName")
                        .asText());
        assertEquals(
                "my-region-1",
                regions.get(ids(regions).indexOf("my-region-1"))
                        .path("LocalName")
                        .asText());
    }

    @Test
    void everyRegionIsAnsweredForByThisServer() {
        var endpoint = server.uri().getAuthority();
        regions("InstanceChargeType", "PrePaid", "ResourceType", "disk").forEach(region -> {
            assertEquals(endpoint, region.path("RegionEndpoint").asText());
            assertEquals("available", region.path("Status").asText());
        });
    }

    @Test
    void everyRegionThatIsListedCanBeAskedFor() {
        for (String id : ids(regions())) {
            assertEquals(id, server.describe("RegionId", id).path("RegionId").asText());
        }
    }

    @Test
    void itsAnswerInXmlIsCalledAfterIt() {
        var answer = server.get(RunningServer.parameters("Action", "DescribeRegions"))
                .body();
        assertTrue(
                answer.matches("(?s)<\\?xml[^>]*><DescribeRegionsResponse><RequestId>.*<Regions><Region><RegionId>.*"),
                answer);
    }

    @ParameterizedTest
    @CsvSource({
        "AcceptLanguage, fr, InvalidAcceptLanguage.NotFound",
        "ResourceType, image, InvalidResourceType.NotFound",
        "InstanceChargeType, postpaid, InvalidParameter"
    })
    void whatItDoesNotKnowIsAnError(String name, String value, String code) {
        assertEquals(
                code, server.call("DescribeRegions", name, value).path("Code").asText());
    }
}
