package io.ecsimages.server.image;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that the service accepts although no documentation lists them, next to values that it refuses. */
@Tag("contract")
@Tag("extended")
@Tag("query")
@ServerTest
class AcceptedValuesTest {

    private static final String UBUNTU = "acs:ubuntu_22_04_x64";
    private static final long OTHER = 1000000000000002L;
    private static final long STRANGER = 3L;

    private static TestServer server;

    @BeforeAll
    static void start(TestServer started) {
        server = started;
        server.importDump(
                dump(
                        "cn-hangzhou",
                        ofFamily("ubuntu-old", UBUNTU, "2024-01-01T00:00:00Z", "ImageOwnerAlias", "system"),
                        ofFamily("ubuntu-new", UBUNTU, "2024-09-26T00:00:00Z", "ImageOwnerAlias", "system"),
                        ofFamily(
                                "ubuntu-newest",
                                UBUNTU,
                                "2024-10-01T00:00:00Z",
                                "ImageOwnerAlias",
                                "system",
                                "Status",
                                "Deprecated"),
                        ofFamily("own", "aliyun-web", "2024-02-01T00:00:00Z"),
                        ofFamily(
                                "shared",
                                "shop",
                                "2024-03-01T00:00:00Z",
                                "ImageOwnerAlias",
                                "others",
                                "ImageOwnerId",
                                OTHER),
                        ofFamily(
                                "shared-by-stranger",
                                "shop-2",
                                "2024-03-01T00:00:00Z",
                                "ImageOwnerAlias",
                                "others",
                                "ImageOwnerId",
                                STRANGER),
                        ofFamily("market", "shop", "2024-04-01T00:00:00Z", "ImageOwnerAlias", "marketplace")),
                TestServer.ACCOUNT);
        server.importDump(
                dump(
                        "cn-hangzhou",
                        ofFamily("community", "shop", "2024-05-01T00:00:00Z", "IsPublic", true),
                        ofFamily("secret", "shop", "2024-06-01T00:00:00Z")),
                OTHER);
    }

    private static Map<String, Object> ofFamily(String id, String family, String creationTime, Object... fields) {
        var image = image(id, fields);
        image.put("ImageFamily", family);
        image.put("CreationTime", creationTime);
        return image;
    }

    private static String ids(JsonNode response) {
        return StreamSupport.stream(response.at("/Images/Image").spliterator(), false)
                .map(image -> image.path("ImageId").asText())
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static String found(String... parameters) {
        return ids(server.describe(parameters));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "CreateOS", "CreateEcs", "ChangeOS", "createecs", "系统盘", "a,b"})
    void acceptsAnyActionType(String actionType) {
        assertThat(found("ActionType", actionType)).isEqualTo(found()).contains("ubuntu-new");
    }

    @Test
    void appliesOtherFiltersWithActionType() {
        assertThat(found("ActionType", "*", "ImageOwnerAlias", "self")).isEqualTo("own");
        assertThat(server.describe("ActionType", "*", "ImageOwnerAlias", "*")
                        .path("Code")
                        .asText())
                .isEqualTo(ApiError.INVALID_IMAGE_OWNER_ALIAS_VALUE_NOT_SUPPORTED.code());
    }

    @ParameterizedTest
    @CsvSource({
        UBUNTU + ", ubuntu-new",
        "aliyun-web, own",
        "shop, shared",
    })
    void findsFamilyAmongUsableImages(String family, String imageId) {
        var image =
                server.call("DescribeImageFromFamily", "ImageFamily", family).path("Image");
        assertThat(image.path("ImageId").asText()).isEqualTo(imageId);
        assertThat(image.path("ImageFamily").asText()).isEqualTo(family);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"acs:alibaba_cloud_linux_3_x64", "acs:ubuntu_22_04", "acs:", "w", "1", "http://x", "*", "a b"})
    void returnsNoImageForUnknownFamily(String family) {
        var response = server.call("DescribeImageFromFamily", "ImageFamily", family);
        assertThat(response.has("RequestId")).isTrue();
        assertThat(response.has("Image")).isFalse();
        assertThat(response.has("Code")).isFalse();
    }

    @Test
    void requiresFamily() {
        var response = server.call("DescribeImageFromFamily", "ImageFamily", "");
        assertThat(response.path("Code").asText()).isEqualTo(ApiError.MISSING_PARAMETER_IMAGE_FAMILY.code());
    }

    @Test
    void filtersByOwnerWithoutAlias() {
        assertThat(found("ImageOwnerId", "" + OTHER)).isEqualTo("shared");
        assertThat(found("ImageOwnerId", "" + STRANGER)).isEqualTo("shared-by-stranger");
        assertThat(found("ImageOwnerId", "" + TestServer.ACCOUNT)).isEqualTo("own");
        assertThat(found("ImageOwnerId", "4")).isEmpty();
        assertThat(found("ImageOwnerId", "" + OTHER, "ImageOwnerAlias", "others"))
                .isEqualTo("shared");
        assertThat(found("ImageOwnerId", "" + OTHER, "ImageOwnerAlias", "others", "IsPublic", "true"))
                .isEqualTo("community");
    }

    @ParameterizedTest
    @ValueSource(strings = {"system", "self", "marketplace"})
    void rejectsOwnerWithOtherAliases(String alias) {
        var response = server.describe("ImageOwnerId", "" + OTHER, "ImageOwnerAlias", alias);
        assertThat(response.path("Code").asText())
                .isEqualTo(ApiError.INVALID_OPERATION_IMAGE_OWNER_ID_UNSUPPORTED.code());
    }

    @ParameterizedTest
    @CsvSource({
        "InstanceChargeType, SpotAsPriceGo",
        "InstanceChargeType, *",
        "ResourceType, instance",
        "ResourceType, Instance",
        "ResourceType, scu",
        "AcceptLanguage, zh-CN"
    })
    void returnsAllRegions(String name, String value) {
        assertThat(server.call("DescribeRegions", name, value).path("Regions"))
                .isEqualTo(server.call("DescribeRegions").path("Regions"))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"zh_TW, zh-CN", "fr, en-US", "de, en-US", "ko, en-US"})
    void returnsNamesInRelatedLanguage(String language, String other) {
        assertThat(server.call("DescribeRegions", "AcceptLanguage", language).path("Regions"))
                .isEqualTo(
                        server.call("DescribeRegions", "AcceptLanguage", other).path("Regions"));
    }

    @ParameterizedTest
    @CsvSource({
        "ResourceType, INSTANCE, INVALID_RESOURCE_TYPE_NOT_FOUND",
        "ResourceType, image, INVALID_RESOURCE_TYPE_NOT_FOUND",
        "AcceptLanguage, zh-TW, INVALID_ACCEPT_LANGUAGE_NOT_FOUND"
    })
    void rejectsValueWithDocumentedError(String name, String value, ApiError error) {
        assertThat(server.call("DescribeRegions", name, value).path("Code").asText())
                .isEqualTo(error.code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"yaml", "text/json", "1"})
    void ignoresUnknownFormat(String format) {
        var response = server.get(TestServer.parameters("Format", format));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("<DescribeImagesResponse>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"command", "managedinstance", "capacityreservation"})
    void returnsNoTagsOfNewerResourceTypes(String type) {
        var response = server.call("ListTagResources", "ResourceType", type, "Tag.1.Key", "env");
        assertThat(response.at("/TagResources/TagResource").isArray()).isTrue();
        assertThat(response.at("/TagResources/TagResource")).isEmpty();
    }
}
