package io.ecsimages.server.image;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DescribeImageFromFamily: the newest available image that the caller can use. */
@Tag("extended")
@Tag("query")
@ServerTest
class DescribeImageFromFamilyTest {

    private static TestServer server;

    @BeforeAll
    static void start(TestServer started) {
        server = started;
        server.importDump(
                dump(
                        "cn-hangzhou",
                        image("older", "ImageFamily", "web", "CreationTime", "2024-01-01T00:00:00Z"),
                        image("newer-b", "ImageFamily", "web", "CreationTime", "2024-02-01T00:00:00Z"),
                        image("newer-a", "ImageFamily", "web", "CreationTime", "2024-02-01T00:00:00Z"),
                        image(
                                "creating",
                                "ImageFamily",
                                "web",
                                "CreationTime",
                                "2024-03-01T00:00:00Z",
                                "Status",
                                "Creating"),
                        image(
                                "deprecated",
                                "ImageFamily",
                                "web",
                                "CreationTime",
                                "2024-03-02T00:00:00Z",
                                "Status",
                                "Deprecated"),
                        image(
                                "system",
                                "ImageFamily",
                                "acs:web",
                                "CreationTime",
                                "2024-04-01T00:00:00Z",
                                "ImageOwnerAlias",
                                "system"),
                        image("other-family", "ImageFamily", "web-2", "CreationTime", "2024-05-01T00:00:00Z"),
                        image("none", "CreationTime", "2024-06-01T00:00:00Z")),
                TestServer.ACCOUNT);
        server.importDump(
                dump(
                        "cn-hangzhou",
                        image(
                                "of-other-account",
                                "ImageFamily",
                                "web",
                                "CreationTime",
                                "2024-07-01T00:00:00Z",
                                "IsPublic",
                                true)),
                2);
        server.importDump(dump("cn-beijing", image("elsewhere", "ImageFamily", "web")), TestServer.ACCOUNT);
    }

    private static JsonNode newest(String... parameters) {
        return server.call("DescribeImageFromFamily", parameters);
    }

    @ParameterizedTest
    @CsvSource({
        "cn-hangzhou, web, newer-a",
        "cn-hangzhou, web-2, other-family",
        "cn-beijing, web, elsewhere",
    })
    void returnsNewestAvailableOwnImage(String region, String family, String imageId) {
        var image = newest("RegionId", region, "ImageFamily", family).path("Image");
        assertThat(image.path("ImageId").asText()).isEqualTo(imageId);
        assertThat(image.path("ImageOwnerAlias").asText()).isEqualTo("self");
        assertThat(image.path("ImageFamily").asText()).isEqualTo(family);
        assertThat(image.path("Status").asText()).isEqualTo("Available");
    }

    @ParameterizedTest
    @CsvSource({"cn-hangzhou, we", "cn-hangzhou, WEB", "cn-beijing, web-2"})
    void responseHasNoImageIfNoneMatches(String region, String family) {
        var response = newest("RegionId", region, "ImageFamily", family);
        assertThat(response.has("RequestId")).isTrue();
        assertThat(response.has("Image")).isFalse();
        assertThat(response.has("Code")).isFalse();
    }

    @Test
    void returnsSameImageAsDescribeImages() {
        assertThat(newest("ImageFamily", "web").path("Image"))
                .isEqualTo(server.describe("ImageId", "newer-a").at("/Images/Image/0"));
    }

    @Test
    void xmlRootElementIsNamedAfterAction() {
        var parameters = TestServer.parameters("Action", "DescribeImageFromFamily", "ImageFamily", "web");
        var response = server.get(parameters).body();
        assertThat(response).contains("<DescribeImageFromFamilyResponse><RequestId>");
        assertThat(response).contains("<Image><ImageId>newer-a</ImageId>");
    }

    @ParameterizedTest
    @CsvSource({"aliyun-web", "http://web", "acs:we", "1web", "w", "web/1"})
    void returnsNoImageForOtherNames(String family) {
        var response = newest("ImageFamily", family);
        assertThat(response.has("RequestId")).isTrue();
        assertThat(response.has("Image")).isFalse();
        assertThat(response.has("Code")).isFalse();
    }
}
