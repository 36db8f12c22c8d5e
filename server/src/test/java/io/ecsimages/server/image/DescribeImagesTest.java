package io.ecsimages.server.image;

import static io.ecsimages.server.TestImages.disks;
import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static io.ecsimages.server.TestImages.tags;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.contract.ContractDocument;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every parameter of DescribeImages, with matching images and near misses. */
@Tag("contract")
@Tag("query")
@ServerTest
class DescribeImagesTest {

    private static final long OTHER = 1000000000000002L;

    private static TestServer server;

    @BeforeAll
    static void start(TestServer started) {
        server = started;
        server.importDump(
                dump(
                        "cn-hangzhou",
                        image("m-web", "ImageName", "web-prod-1", "Tags", tags("env", "prod", "team", "web")),
                        image("m-web2", "ImageName", "web-prod-12", "Tags", tags("env", "test", "team", "web")),
                        image("m-WEB", "ImageName", "WEB-PROD-1", "Tags", tags("Env", "prod")),
                        image("m-percent", "ImageName", "web%prod", "Tags", tags("env", "")),
                        image("m-underscore", "ImageName", "web_prod", "Tags", tags("environment", "prod")),
                        image("m-backslash", "ImageName", "web\\prod", "Usage", "instance"),
                        image("m-chinese", "ImageName", "商城 前端~+&=", "Usage", "instance"),
                        image("m-snap", "DiskDeviceMappings", disks("s-system", "s-data")),
                        image("m-snap2", "DiskDeviceMappings", disks("s-system2", "")),
                        image("m-creating", "Status", "Creating", "Progress", "30%"),
                        image("m-waiting", "Status", "Waiting"),
                        image("m-unavailable", "Status", "UnAvailable"),
                        image("m-failed", "Status", "CreateFailed"),
                        image("m-deprecated", "Status", "Deprecated"),
                        image("sys-1", "ImageOwnerAlias", "system"),
                        image("m-marketplace", "ImageOwnerAlias", "marketplace", "ProductCode", "cmjj1"),
                        image("m-shared", "ImageOwnerAlias", "others", "ImageOwnerId", OTHER)),
                TestServer.ACCOUNT);
        server.importDump(dump("cn-hangzhou", image("m-private", "ImageName", "web-prod-1")), OTHER);
        server.importDump(dump("cn-beijing", image("m-web", "ImageName", "elsewhere")), TestServer.ACCOUNT);
    }

    private static List<String> ids(JsonNode response) {
        return StreamSupport.stream(response.at("/Images/Image").spliterator(), false)
                .map(image -> image.path("ImageId").asText())
                .toList();
    }

    /** The sorted ids of all images that match the parameters, separated by spaces. */
    private static String found(String... parameters) {
        var all = java.util.Arrays.copyOf(parameters, parameters.length + 2);
        all[parameters.length] = "PageSize";
        all[parameters.length + 1] = TestServer.MAXIMUM_PAGE_SIZE;
        var response = server.describe(all);
        var ids = ids(response);
        assertThat(response.path("TotalCount").asInt()).as(response.toString()).isEqualTo(ids.size());
        return ids.stream().sorted().collect(Collectors.joining(" "));
    }

    @Test
    void defaultListOmitsMarketplaceAndUnavailableImages() {
        assertThat(found())
                .isEqualTo(
                        "m-WEB m-backslash m-chinese m-percent m-shared m-snap m-snap2 m-underscore m-web m-web2 sys-1");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            system,      sys-1
            others,      m-shared
            marketplace, m-marketplace
            self,        m-WEB m-backslash m-chinese m-percent m-snap m-snap2 m-underscore m-web m-web2
            """)
    void imageOwnerAliasSelectsSource(String alias, String expected) {
        assertThat(found("ImageOwnerAlias", alias)).isEqualTo(expected);
        for (JsonNode image : server.describe("ImageOwnerAlias", alias).at("/Images/Image")) {
            assertThat(image.path("ImageOwnerAlias").asText()).isEqualTo(alias);
        }
    }

    @Test
    void imageIdAcceptsListAndOmitsInvisibleImages() {
        assertThat(found("ImageId", "m-web")).isEqualTo("m-web");
        assertThat(found("ImageId", "m-web,m-private,nothing,m-shared")).isEqualTo("m-shared m-web");
        assertThat(found("ImageId", "m-creating")).isEmpty();
        assertThat(found("ImageId", " m-web ,,")).isEqualTo("m-web");
        assertThat(found("ImageId", "M-WEB")).isEmpty();
    }

    @Test
    void imageIdAcceptsMaximumNumberOfIds() {
        int maximum = ContractDocument.CONTRACT.limit("DescribeImages", "ImageId", "maxItems");
        var ids = IntStream.range(1, maximum).mapToObj(i -> "x" + i + ",").collect(Collectors.joining()) + "m-web";
        assertThat(found("ImageId", ids)).isEqualTo("m-web");
        assertThat(server.get(TestServer.parameters("ImageId", ids + ",y")).statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            Creating,                       m-creating
            Waiting,                        m-waiting
            UnAvailable,                    m-unavailable
            CreateFailed,                   m-failed
            Deprecated,                     m-deprecated
            'Waiting,Creating,CreateFailed', m-creating m-failed m-waiting
            """)
    void statusAcceptsOneOrSeveralValues(String status, String expected) {
        assertThat(found("Status", status)).isEqualTo(expected);
    }

    @Test
    void statusDefaultsToAvailableAndAllSelectsEveryStatus() {
        assertThat(found("Status", "Available")).isEqualTo(found());
        assertThat(found("Status", "")).isEqualTo(found());
        assertThat(found("Status", "ALL").split(" ").length).isEqualTo(16);
        assertThat(server.get(TestServer.parameters("Status", "ALL,Available")).statusCode())
                .isEqualTo(400);
    }

    @Test
    void snapshotIdMatchesSystemAndDataDisks() {
        assertThat(found("SnapshotId", "s-system")).isEqualTo("m-snap");
        assertThat(found("SnapshotId", "s-data")).isEqualTo("m-snap");
        assertThat(found("SnapshotId", "s-syste")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', delimiter = '|', textBlock = """
            web-prod-1      | m-web
            web-prod        | ""
            WEB-PROD-1      | m-WEB
            web-prod-*      | m-web m-web2
            *prod*          | m-backslash m-percent m-underscore m-web m-web2
            *prod           | m-backslash m-percent m-underscore
            web-*-1         | m-web
            web-prod-1*     | m-web m-web2
            web%prod        | m-percent
            web%*           | m-percent
            web_prod        | m-underscore
            web_*           | m-underscore
            web\\prod       | m-backslash
            web\\*          | m-backslash
            %               | ""
            ________        | ""
            商城 前端~+&=   | m-chinese
            商城*           | m-chinese
            *~+&=           | m-chinese
            """)
    void imageNameIsExactExceptForAsterisk(String name, String expected) {
        assertThat(found("ImageName", name)).isEqualTo(expected);
    }

    @Test
    void usageSelectsUsedOrUnusedImages() {
        assertThat(found("Usage", "instance")).isEqualTo("m-backslash m-chinese");
        assertThat(found("Usage", "none"))
                .isEqualTo("m-WEB m-percent m-shared m-snap m-snap2 m-underscore m-web m-web2 sys-1");
    }

    @Test
    void tagFiltersAreCombinedAndMatchEmptyValues() {
        assertThat(found("Tag.1.Key", "env")).isEqualTo("m-percent m-web m-web2");
        assertThat(found("Tag.1.Key", "env", "Tag.1.Value", "prod")).isEqualTo("m-web");
        assertThat(found("Tag.1.Key", "env", "Tag.1.Value", "")).isEqualTo("m-percent");
        assertThat(found("Tag.1.Key", "env", "Tag.1.Value", "test", "Tag.2.Key", "team"))
                .isEqualTo("m-web2");
        assertThat(found("Tag.1.Key", "env", "Tag.1.Value", "prod", "Tag.2.Key", "env", "Tag.2.Value", "test"))
                .isEmpty();
        assertThat(found("Tag.5.Value", "prod", "Tag.3.Key", "team", "Tag.5.Key", "env"))
                .isEqualTo("m-web");
    }

    @Test
    void rejectsInvalidTagNumbers() {
        int maximum = ContractDocument.CONTRACT.limit("DescribeImages", "Tag", "maxItems");
        for (String n : List.of("0", "" + (maximum + 1), "01", "-1", "x", "99999999999", "")) {
            var error = server.describe("Tag." + n + ".Key", "env");
            assertThat(error.path("Code").asText()).as(n).isEqualTo(ApiError.INVALID_TAG_COUNT.code());
        }
        assertThat(server.describe("Tag.1.Value", "x").path("Code").asText())
                .isEqualTo(ApiError.INVALID_TAG_MISMATCH.code());
        assertThat(server.describe("Tag.1.Key", "").path("Code").asText())
                .isEqualTo(ApiError.INVALID_TAG_MISMATCH.code());
    }

    @Test
    void parametersAreCombined() {
        assertThat(found(
                        "ImageName",
                        "web*",
                        "Tag.1.Key",
                        "env",
                        "ImageOwnerAlias",
                        "self",
                        "Usage",
                        "none",
                        "Tag.2.Key",
                        "team",
                        "Tag.2.Value",
                        "web",
                        "ImageId",
                        "m-web,m-percent"))
                .isEqualTo("m-web");
    }

    @Test
    void regionIdSelectsRegionAndRejectsUnknownRegion() {
        assertThat(found("RegionId", "cn-beijing")).isEqualTo("m-web");
        assertThat(server.describe("RegionId", "cn-beijing")
                        .at("/Images/Image/0/ImageName")
                        .asText())
                .isEqualTo("elsewhere");
        assertThat(found("RegionId", "cn-shenzhen")).isEmpty();
        assertThat(server.describe("RegionId", "cn-nowhere").path("Code").asText())
                .isEqualTo(ApiError.INVALID_REGION_ID_NOT_FOUND.code());
    }

    @Test
    void imagesAreSortedByDescendingCreationTimeThenId() {
        try (var other = TestServer.empty()) {
            other.importDump(
                    dump(
                            "cn-hangzhou",
                            image("b", "CreationTime", "2024-01-01T00:00:00Z"),
                            image("a", "CreationTime", "2024-01-01T00:00:00Z"),
                            image("old", "CreationTime", "2023-12-31T23:59:59Z"),
                            image("new", "CreationTime", "2024-01-01T00:00:01Z")),
                    TestServer.ACCOUNT);
            assertThat(ids(other.describe())).containsExactly("new", "a", "b", "old");
        }
    }

    @Test
    void pageAfterLastIsEmptyAndHasTotalCount() {
        for (String page : List.of("3", "1000", "2147483647")) {
            var response = server.describe("PageNumber", page, "PageSize", "10");
            assertThat(response.at("/Images/Image")).isEmpty();
            assertThat(response.at("/Images/Image").isArray()).isTrue();
            assertThat(response.path("TotalCount").asInt()).isEqualTo(11);
            assertThat(response.path("PageNumber").asInt()).isEqualTo(Integer.parseInt(page));
        }
    }

    @Test
    void defaultPageIsFirstWithDefaultSize() {
        var response = server.describe();
        assertThat(response.path("PageNumber").asInt()).isEqualTo(1);
        int size = ContractDocument.CONTRACT.limit("DescribeImages", "PageSize", "default");
        assertThat(response.path("PageSize").asInt()).isEqualTo(size);
        assertThat(response.at("/Images/Image"))
                .hasSize(Math.min(size, response.path("TotalCount").asInt()));
    }

    @Test
    void requiredFieldsArePresentWithDocumentedType() {
        var image = server.describe("ImageId", "sys-1").at("/Images/Image/0");
        for (String field :
                List.of("ImageName", "ImageVersion", "Description", "OSName", "ProductCode", "Architecture")) {
            assertThat(image.path(field).isTextual()).as(field).isTrue();
        }
        assertThat(image.path("Size").isInt()).isTrue();
        assertThat(image.path("IsCopied").isBoolean()).isTrue();
        assertThat(image.path("IsSubscribed").isBoolean()).isTrue();
        assertThat(image.path("Progress").asText()).isEqualTo("100%");
        assertThat(image.path("CreationTime").asText()).isEqualTo("2024-01-01T00:00:00Z");
        assertThat(image.at("/Tags/Tag").isArray()).isTrue();
        assertThat(image.at("/DiskDeviceMappings/DiskDeviceMapping").isArray()).isTrue();
        assertThat(image.has("ImageFamily")).isFalse();
        assertThat(server.describe("ImageId", "m-snap")
                        .at("/Images/Image/0/DiskDeviceMappings/DiskDeviceMapping/0/Size")
                        .isTextual())
                .isTrue();
    }

    @Test
    void responseContainsNoNull() {
        var response = server.get(withFormat("JSON")).body();
        assertThat(response).doesNotContain(":null");
    }

    private static Map<String, String> withFormat(String format) {
        return TestServer.parameters("Format", format, "PageSize", TestServer.MAXIMUM_PAGE_SIZE, "Status", "ALL");
    }

    @Test
    void ignoresUnknownAndMisspeltParameters() {
        assertThat(found("NoSuchParameter", "x", "usage", "instance", "Tag.1.Nothing", "x"))
                .isEqualTo(found());
    }
}
