package io.ecsimages.server.region;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DescribeRegions: the regions of Alibaba Cloud, and those of the catalogue. */
@Tag("contract")
@Tag("extended")
@Tag("query")
@ServerTest
class DescribeRegionsTest {

    private static TestServer server;

    @BeforeAll
    static void start(TestServer started) {
        server = started;
        server.importDump(dump("my-region-2", image("a")), TestServer.ACCOUNT);
        server.importDump(dump("my-region-1", image("b"), image("c")), TestServer.ACCOUNT);
        server.importDump(dump("cn-hangzhou", image("d")), TestServer.ACCOUNT);
    }

    private static List<JsonNode> regions(String... parameters) {
        var response = server.call("DescribeRegions", parameters);
        return StreamSupport.stream(response.at("/Regions/Region").spliterator(), false)
                .toList();
    }

    private static List<String> ids(List<JsonNode> regions) {
        return regions.stream().map(region -> region.path("RegionId").asText()).toList();
    }

    @Test
    void listsAlibabaCloudRegionsThenCatalogueRegions() {
        var ids = ids(regions());
        assertThat(ids.get(0)).isEqualTo("cn-qingdao");
        assertThat(ids).contains("cn-hangzhou");
        assertThat(ids.subList(ids.size() - 2, ids.size())).containsExactly("my-region-1", "my-region-2");
        assertThat(ids.stream().distinct().count()).isEqualTo(ids.size());
        assertThat(ids).doesNotContain("my-region-3");
    }

    @ParameterizedTest
    @CsvSource({"zh-CN, 华东1（杭州）", "en-US, China (Hangzhou)", "ja, 中国 (杭州)"})
    void localNameFollowsAcceptLanguage(String language, String name) {
        var regions = regions("AcceptLanguage", language);
        assertThat(regions.get(ids(regions).indexOf("cn-hangzhou"))
                        .path("LocalName")
                        .asText())
                .isEqualTo(name);
        assertThat(regions.get(ids(regions).indexOf("my-region-1"))
                        .path("LocalName")
                        .asText())
                .isEqualTo("my-region-1");
    }

    @Test
    void regionEndpointIsThisServer() {
        var endpoint = server.uri().getAuthority();
        regions("InstanceChargeType", "PrePaid", "ResourceType", "disk").forEach(region -> {
            assertThat(region.path("RegionEndpoint").asText()).isEqualTo(endpoint);
            assertThat(region.path("Status").asText()).isEqualTo("available");
        });
    }

    @Test
    void describeImagesAcceptsListedRegions() {
        for (String id : ids(regions())) {
            assertThat(server.describe("RegionId", id).path("RegionId").asText())
                    .isEqualTo(id);
        }
    }

    @Test
    void xmlRootElementIsNamedAfterAction() {
        var response =
                server.get(TestServer.parameters("Action", "DescribeRegions")).body();
        assertThat(response)
                .matches("(?s)<\\?xml[^>]*><DescribeRegionsResponse><RequestId>.*<Regions><Region><RegionId>.*");
    }

    @ParameterizedTest
    @CsvSource({
        "AcceptLanguage, la, INVALID_ACCEPT_LANGUAGE_NOT_FOUND",
        "ResourceType, image, INVALID_RESOURCE_TYPE_NOT_FOUND"
    })
    void rejectsUnknownValues(String name, String value, ApiError error) {
        assertThat(server.call("DescribeRegions", name, value).path("Code").asText())
                .isEqualTo(error.code());
    }
}
