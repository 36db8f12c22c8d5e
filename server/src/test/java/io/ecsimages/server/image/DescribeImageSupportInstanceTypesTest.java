package io.ecsimages.server.image;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DescribeImageSupportInstanceTypes: the types of each architecture, for every image that the caller can use. */
@Tag("extended")
@Tag("query")
@ServerTest
class DescribeImageSupportInstanceTypesTest {

    private static TestServer server;

    @BeforeAll
    static void start(TestServer started) {
        server = started;
        server.importDump(
                dump(
                        "cn-hangzhou",
                        image("x86", "Architecture", "x86_64"),
                        image("x86-32", "Architecture", "i386"),
                        image("arm", "Architecture", "arm64"),
                        image("unknown", "Architecture", ""),
                        image("creating", "Architecture", "arm64", "Status", "Creating"),
                        image("system", "Architecture", "arm64", "ImageOwnerAlias", "system"),
                        image("market", "Architecture", "arm64", "ImageOwnerAlias", "marketplace"),
                        image("shared", "Architecture", "arm64", "ImageOwnerAlias", "others", "ImageOwnerId", 2)),
                TestServer.ACCOUNT);
        server.importDump(
                dump("cn-hangzhou", image("theirs"), image("community", "Architecture", "arm64", "IsPublic", true)), 2);
    }

    private static JsonNode response(String... pairs) {
        return server.succeed("DescribeImageSupportInstanceTypes", pairs);
    }

    private static List<String> types(String... pairs) {
        return StreamSupport.stream(
                        response(pairs).at("/InstanceTypes/InstanceType").spliterator(), false)
                .map(type -> type.path("InstanceTypeId").asText())
                .toList();
    }

    @Test
    void everyTypeIsOfOneArchitecture() {
        var all = types();
        var x86 = types("ImageId", "x86");
        var arm = types("ImageId", "arm");
        assertThat(all).isSorted().hasSizeGreaterThan(10);
        assertThat(x86).contains("ecs.g7.large", "ecs.r7.large").isSorted();
        assertThat(arm).contains("ecs.g8y.large", "ecs.g6r.large").isSorted();
        assertThat(Stream.concat(x86.stream(), arm.stream())).containsExactlyInAnyOrderElementsOf(all);
    }

    @ParameterizedTest
    @CsvSource({
        "x86-32, x86",
        "unknown, x86",
        "creating, arm",
        "system, arm",
        "market, arm",
        "shared, arm",
        "community, arm"
    })
    void everyUsableImageHasTypesOfItsArchitecture(String imageId, String sameAs) {
        assertThat(types("ImageId", imageId)).isEqualTo(types("ImageId", sameAs));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86", "x86-32", "arm", "unknown", "system"})
    void describeImagesFindsImageByTheseTypesOnly(String imageId) {
        var supported = types("ImageId", imageId);
        for (String type : types()) {
            assertThat(server.describe("InstanceType", type, "ImageId", imageId)
                            .path("TotalCount")
                            .asInt())
                    .as(type)
                    .isEqualTo(supported.contains(type) ? 1 : 0);
        }
    }

    @Test
    void responseNamesImageAndAttributesOfTypes() {
        assertThat(response().path("ImageId").asText()).isEmpty();
        var ofFilter = response("Filter.1.Key", "imageId", "Filter.1.Value", "arm");
        assertThat(ofFilter.path("ImageId").asText()).isEqualTo("arm");
        assertThat(ofFilter.path("RegionId").asText()).isEqualTo("cn-hangzhou");
        assertThat(ofFilter.at("/InstanceTypes"))
                .isEqualTo(response("ImageId", "arm").at("/InstanceTypes"));
        var c6r = ofFilter.at("/InstanceTypes/InstanceType/0");
        assertThat(c6r.path("InstanceTypeId").asText()).isEqualTo("ecs.c6r.large");
        assertThat(c6r.path("InstanceTypeFamily").asText()).isEqualTo("ecs.c6r");
        assertThat(c6r.path("CpuCoreCount").asInt()).isEqualTo(2);
        assertThat(c6r.path("MemorySize").asInt()).isEqualTo(4);
    }

    @Test
    void actionTypeRestrictsNothing() {
        assertThat(types("ActionType", "ChangeOS", "ImageId", "arm")).isEqualTo(types("ImageId", "arm"));
        assertThat(types("ActionType", "anything")).isEqualTo(types());
    }

    @ParameterizedTest
    @CsvSource({
        "cn-hangzhou, theirs, DESCRIBE_IMAGE_SUPPORT_INSTANCE_TYPES_INVALID_IMAGE_ID_NOT_FOUND",
        "cn-hangzhou, nothing, DESCRIBE_IMAGE_SUPPORT_INSTANCE_TYPES_INVALID_IMAGE_ID_NOT_FOUND",
        "cn-beijing, arm, DESCRIBE_IMAGE_SUPPORT_INSTANCE_TYPES_INVALID_IMAGE_ID_NOT_FOUND",
        "cn-nowhere, arm, INVALID_REGION_ID_NOT_FOUND",
        "cn-nowhere, '', INVALID_REGION_ID_NOT_FOUND"
    })
    void refusesImageOrRegion(String region, String imageId, ApiError error) {
        server.fail(error, "DescribeImageSupportInstanceTypes", "RegionId", region, "ImageId", imageId);
    }

    @ParameterizedTest
    @CsvSource({"imageId, arm, x86", "ImageId, x86, x86", "imageId, '', x86"})
    void refusesFilterThatDiffersFromImage(String key, String value, String imageId) {
        server.fail(
                ApiError.INVALID_PARAMTER,
                "DescribeImageSupportInstanceTypes",
                "ImageId",
                imageId,
                "Filter.1.Key",
                key,
                "Filter.1.Value",
                value);
    }
}
