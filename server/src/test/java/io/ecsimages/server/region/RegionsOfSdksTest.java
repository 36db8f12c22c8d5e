package io.ecsimages.server.region;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.ecs20140526.Client;
import com.aliyun.teaopenapi.models.Config;
import com.aliyuncs.DefaultAcsClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the known regions with the endpoint data of Alibaba Cloud's SDKs. */
@Tag("database-independent")
@Tag("query")
@ServerTest
class RegionsOfSdksTest {

    private static TestServer server;

    @BeforeAll
    static void start(TestServer started) {
        server = started;
    }

    /** The regions of the endpoint list of {@code aliyun-java-sdk-core}, of all products. */
    private static Set<String> regionsOfEndpointList() throws IOException {
        try (var stream = DefaultAcsClient.class.getResourceAsStream("/endpoints.json")) {
            var endpoints = new ObjectMapper().readTree(stream);
            var regions = new TreeSet<String>();
            endpoints.path("regions").forEach(region -> regions.add(region.asText()));
            endpoints
                    .path("regional_endpoints")
                    .forEach(product -> product.fieldNames().forEachRemaining(regions::add));
            return regions;
        }
    }

    private static boolean isKnown(String region) {
        var response = server.describe("RegionId", region);
        var code = response.path("Code").asText();
        assertThat(code).as(response.toString()).isIn("", ApiError.INVALID_REGION_ID_NOT_FOUND.code());
        return code.isEmpty();
    }

    private static List<JsonNode> listed(String language) {
        var response = server.call("DescribeRegions", "AcceptLanguage", language);
        return StreamSupport.stream(response.at("/Regions/Region").spliterator(), false)
                .toList();
    }

    private static List<String> listed() {
        return listed("zh-CN").stream()
                .map(region -> region.path("RegionId").asText())
                .toList();
    }

    @Test
    void everyRegionOfTheEndpointListIsKnown() throws IOException {
        var regions = regionsOfEndpointList();
        assertThat(regions).hasSizeGreaterThanOrEqualTo(20);
        assertThat(regions.contains("cn-hangzhou")).isTrue();
        assertThat(regions).allMatch(RegionsOfSdksTest::isKnown);
    }

    @Test
    void financeAndGovernmentRegionsOfTheEcsSdkAreKnownButNotListed() throws Exception {
        var client = new Client(
                new Config().setRegionId("cn-hangzhou").setAccessKeyId("testid").setAccessKeySecret("testsecret"));
        var regions = client._endpointMap.keySet().stream()
                .filter(region -> region.contains("-finance") || region.contains("-gov"))
                .toList();
        assertThat(regions).contains("cn-hangzhou-finance", "cn-shanghai-finance-1", "cn-north-2-gov-1");
        assertThat(regions).allMatch(RegionsOfSdksTest::isKnown);
        assertThat(listed()).doesNotContainAnyElementsOf(regions);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cn-hangzhou-internal-test-1", "cn-hangzhou-finance-9", "CN-HANGZHOU"})
    void otherRegionsAreUnknown(String region) {
        assertThat(isKnown(region)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ap-southeast-8", "cn-zhengzhou-jva", "cn-zhongwei", "eu-west-2", "na-south-1"})
    void newRegionsAreListed(String region) {
        assertThat(listed()).contains(region);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh-CN", "en-US", "ja"})
    void everyListedRegionHasANameInEveryLanguage(String language) {
        var names = listed(language).stream()
                .map(region -> region.path("LocalName").asText())
                .toList();
        assertThat(names).doesNotHaveDuplicates().noneMatch(name -> name.matches("[a-z-]+-[0-9]+|cn-[a-z-]+|"));
    }

    @Test
    void aRegionOfTheFinanceCloudIsListedOnceItHasAnImage() {
        assertThat(listed()).doesNotContain("cn-beijing-finance-1");
        server.importDump(dump("cn-beijing-finance-1", image("a")), TestServer.ACCOUNT);
        var region = listed("en-US").stream()
                .filter(candidate -> candidate.path("RegionId").asText().equals("cn-beijing-finance-1"))
                .findFirst()
                .orElseThrow();
        assertThat(region.path("LocalName").asText()).isEqualTo("China North 2 Finance (Preview)");
    }
}
