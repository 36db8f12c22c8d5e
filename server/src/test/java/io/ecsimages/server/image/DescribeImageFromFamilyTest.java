package io.ecsimages.server.image;

import static io.ecsimages.server.Dumps.answer;
import static io.ecsimages.server.Dumps.image;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DescribeImageFromFamily: the newest of the caller's own images that is available. */
@Tag("query")
class DescribeImageFromFamilyTest {

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.empty();
        server.take(
                answer(
                        "cn-hangzhou",
                        image("older", "ImageFamily", "web", "CreationTime", "2024-01-01T00:00:00Z"),
                        image("newer-b", "ImageFamily", "web", "CreationTime", "2024-02-01T00:00:00Z"),
                        image("newer-a", "ImageFamily", "web", "CreationTime", "2024-02-01T00:00:00Z"),
                        image(
                                "in-the-making",
                                "ImageFamily",
                                "web",
                                "CreationTime",
                                "2024-03-01T00:00:00Z",
                                "Status",
                                "Creating"),
                        image(
                                "old-one",
                                "ImageFamily",
                                "web",
                                "CreationTime",
                                "2024-03-02T00:00:00Z",
                                "Status",
                                "Deprecated"),
                        image(
                                "system",
                                "ImageFamily",
                                "web",
                                "CreationTime",
                                "2024-04-01T00:00:00Z",
                                "ImageOwnerAlias",
                                "system"),
                        image("other-family", "ImageFamily", "web-2", "CreationTime", "2024-05-01T00:00:00Z"),
                        image("none", "CreationTime", "2024-06-01T00:00:00Z")),
                RunningServer.ACCOUNT);
        server.take(
                answer(
                        "cn-hangzhou",
                        image(
                                "of-another",
                                "ImageFamily",
                                "web",
                                "CreationTime",
                                "2024-07-01T00:00:00Z",
                                "IsPublic",
                                true)),
                2);
        server.take(answer("cn-beijing", image("elsewhere", "ImageFamily", "web")), RunningServer.ACCOUNT);
    }

    @AfterAll
    static void stop() {
        server.close();
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
    void theNewestAvailableImageOfOnesOwnIsAnswered(String region, String family, String imageId) {
        var image = newest("RegionId", region, "ImageFamily", family).path("Image");
        assertEquals(imageId, image.path("ImageId").asText());
        assertEquals("self", image.path("ImageOwnerAlias").asText());
        assertEquals(family, image.path("ImageFamily").asText());
        assertEquals("Available", image.path("Status").asText());
    }

    @ParameterizedTest
    @CsvSource({"cn-hangzhou, we", "cn-hangzhou, WEB", "cn-beijing, web-2"})
    void withoutSuchAnImageTheAnswerHasNone(String region, String family) {
        var answer = newest("RegionId", region, "ImageFamily", family);
        assertTrue(answer.has("RequestId"));
        assertFalse(answer.has("Image"));
        assertFalse(answer.has("Code"));
    }

    @Test
    void theImageIsTheOneOfDescribeImages() {
        assertEquals(
                server.describe("ImageId", "newer-a").at("/Images/Image/0"),
                newest("ImageFamily", "web").path("Image"));
    }

    @Test
    void itsAnswerInXmlIsCalledAfterIt() {
        var parameters = RunningServer.parameters("Action", "DescribeImageFromFamily", "ImageFamily", "web");
        var answer = server.get(parameters).body();
        assertTrue(answer.contains("<DescribeImageFromFamilyResponse><RequestId>"), answer);
        assertTrue(answer.contains("<Image><ImageId>newer-a</ImageId>"), answer);
    }

    @ParameterizedTest
    @CsvSource({"aliyun-web", "http://web", "acs:web", "1web", "w", "web/1"})
    void aNameThatNoFamilyCanHaveIsAnError(String family) {
        var answer = newest("ImageFamily", family);
        assertEquals("InvalidParameter", answer.path("Code").asText());
        assertEquals(
                "The specified parameter \"ImageFamily\" is not valid.",
                answer.path("Message").asText());
    }
}
