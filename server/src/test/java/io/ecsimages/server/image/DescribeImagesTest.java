package io.ecsimages.server.image;

import static io.ecsimages.server.Dumps.answer;
import static io.ecsimages.server.Dumps.disks;
import static io.ecsimages.server.Dumps.image;
import static io.ecsimages.server.Dumps.tags;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.RunningServer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every parameter, with images that match and images that nearly do. */
@Tag("query")
class DescribeImagesTest {

    private static final long OTHER = 1000000000000002L;

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.empty();
        server.take(
                answer(
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
                        image("m-market", "ImageOwnerAlias", "marketplace", "ProductCode", "cmjj1"),
                        image("m-shared", "ImageOwnerAlias", "others", "ImageOwnerId", OTHER)),
                RunningServer.ACCOUNT);
        server.take(answer("cn-hangzhou", image("m-private", "ImageName", "web-prod-1")), OTHER);
        server.take(answer("cn-beijing", image("m-web", "ImageName", "elsewhere")), RunningServer.ACCOUNT);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<String> ids(JsonNode answer) {
        return StreamSupport.stream(answer.at("/Images/Image").spliterator(), false)
                .map(image -> image.path("ImageId").asText())
                .toList();
    }

    /** The ids of all images that meet a condition, sorted, as one text. */
    private static String found(String... parameters) {
        var all = java.util.Arrays.copyOf(parameters, parameters.length + 2);
        all[parameters.length] = "PageSize";
        all[parameters.length + 1] = "100";
        var answer = server.describe(all);
        var ids = ids(answer);
        assertEquals(ids.size(), answer.path("TotalCount").asInt(), answer.toString());
        return ids.stream().sorted().collect(Collectors.joining(" "));
    }

    @Test
    void withoutAnyConditionOneSeesAvailableImagesOfAllSourcesButTheMarket() {
        assertEquals(
                "m-WEB m-backslash m-chinese m-percent m-shared m-snap m-snap2 m-underscore m-web m-web2 sys-1",
                found());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            system,      sys-1
            others,      m-shared
            marketplace, m-market
            self,        m-WEB m-backslash m-chinese m-percent m-snap m-snap2 m-underscore m-web m-web2
            """)
    void imageOwnerAliasSelectsTheSource(String alias, String expected) {
        assertEquals(expected, found("ImageOwnerAlias", alias));
        for (JsonNode image : server.describe("ImageOwnerAlias", alias).at("/Images/Image")) {
            assertEquals(alias, image.path("ImageOwnerAlias").asText());
        }
    }

    @Test
    void imageIdTakesAListAndLeavesOutWhatTheCallerCannotSee() {
        assertEquals("m-web", found("ImageId", "m-web"));
        assertEquals("m-shared m-web", found("ImageId", "m-web,m-private,nothing,m-shared"));
        assertEquals("", found("ImageId", "m-creating"));
        assertEquals("m-web", found("ImageId", " m-web ,,"));
        assertEquals("", found("ImageId", "M-WEB"));
    }

    @Test
    void imageIdTakesAsManyAsTheContractAllowsAndNotOneMore() {
        var hundred = IntStream.range(0, 99).mapToObj(i -> "x" + i).collect(Collectors.joining(",")) + ",m-web";
        assertEquals("m-web", found("ImageId", hundred));
        assertEquals(
                400,
                server.get(RunningServer.parameters("ImageId", hundred + ",y")).statusCode());
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
    void statusSelectsOneOrSeveralStates(String status, String expected) {
        assertEquals(expected, found("Status", status));
    }

    @Test
    void statusDefaultsToAvailableAndAllMeansEvery() {
        assertEquals(found(), found("Status", "Available"));
        assertEquals(found(), found("Status", ""));
        assertEquals(16, found("Status", "ALL").split(" ").length);
        assertEquals(
                400,
                server.get(RunningServer.parameters("Status", "ALL,Available")).statusCode());
    }

    @Test
    void snapshotIdFindsSystemDisksAndDataDisks() {
        assertEquals("m-snap", found("SnapshotId", "s-system"));
        assertEquals("m-snap", found("SnapshotId", "s-data"));
        assertEquals("", found("SnapshotId", "s-syste"));
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
    void imageNameIsExactAndTheStarItsOnlyWildcard(String name, String expected) {
        assertEquals(expected, found("ImageName", name));
    }

    @Test
    void usageTellsWhatRunsFromWhatIsIdle() {
        assertEquals("m-backslash m-chinese", found("Usage", "instance"));
        assertEquals("m-WEB m-percent m-shared m-snap m-snap2 m-underscore m-web m-web2 sys-1", found("Usage", "none"));
    }

    @Test
    void tagsMustAllBeThereAndAnEmptyValueIsNotAnAbsentOne() {
        assertEquals("m-percent m-web m-web2", found("Tag.1.Key", "env"));
        assertEquals("m-web", found("Tag.1.Key", "env", "Tag.1.Value", "prod"));
        assertEquals("m-percent", found("Tag.1.Key", "env", "Tag.1.Value", ""));
        assertEquals("m-web2", found("Tag.1.Key", "env", "Tag.1.Value", "test", "Tag.2.Key", "team"));
        assertEquals("", found("Tag.1.Key", "env", "Tag.1.Value", "prod", "Tag.2.Key", "env", "Tag.2.Value", "test"));
        assertEquals("m-web", found("Tag.5.Value", "prod", "Tag.3.Key", "team", "Tag.5.Key", "env"));
    }

    @Test
    void aTagThatIsCountedWronglyIsRefusedAndNeverIgnored() {
        for (String n : List.of("0", "6", "01", "-1", "x", "99999999999", "")) {
            var error = server.describe("Tag." + n + ".Key", "env");
            assertEquals("InvalidTagCount", error.path("Code").asText(), n);
        }
        assertEquals(
                "InvalidTag.Mismatch",
                server.describe("Tag.1.Value", "x").path("Code").asText());
        assertEquals(
                "InvalidTag.Mismatch",
                server.describe("Tag.1.Key", "").path("Code").asText());
    }

    @Test
    void conditionsHoldTogether() {
        assertEquals(
                "m-web",
                found(
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
                        "m-web,m-percent"));
    }

    @Test
    void aRegionHoldsItsOwnImagesAndAnUnknownOneIsAnError() {
        assertEquals("m-web", found("RegionId", "cn-beijing"));
        assertEquals(
                "elsewhere",
                server.describe("RegionId", "cn-beijing")
                        .at("/Images/Image/0/ImageName")
                        .asText());
        assertEquals("", found("RegionId", "cn-shenzhen"));
        assertEquals(
                "InvalidRegionId.NotFound",
                server.describe("RegionId", "cn-nowhere").path("Code").asText());
    }

    @Test
    void theNewestComesFirstAndTiesAreOrderedById() {
        try (var other = RunningServer.empty()) {
            other.take(
                    answer(
                            "cn-hangzhou",
                            image("b", "CreationTime", "2024-01-01T00:00:00Z"),
                            image("a", "CreationTime", "2024-01-01T00:00:00Z"),
                            image("old", "CreationTime", "2023-12-31T23:59:59Z"),
                            image("new", "CreationTime", "2024-01-01T00:00:01Z")),
                    RunningServer.ACCOUNT);
            assertEquals(List.of("new", "a", "b", "old"), ids(other.describe()));
        }
    }

    @Test
    void aPagePastTheEndIsEmptyAndStillCounts() {
        for (String page : List.of("3", "1000", "2147483647")) {
            var answer = server.describe("PageNumber", page, "PageSize", "10");
            assertEquals(0, answer.at("/Images/Image").size());
            assertTrue(answer.at("/Images/Image").isArray());
            assertEquals(11, answer.path("TotalCount").asInt());
            assertEquals(Integer.parseInt(page), answer.path("PageNumber").asInt());
        }
    }

    @Test
    void pagesDefaultToTheFirstTen() {
        var answer = server.describe();
        assertEquals(1, answer.path("PageNumber").asInt());
        assertEquals(10, answer.path("PageSize").asInt());
        assertEquals(10, answer.at("/Images/Image").size());
    }

    @Test
    void everyRequiredMemberIsThereWithTheTypeThatStrictClientsNeed() {
        var image = server.describe("ImageId", "sys-1").at("/Images/Image/0");
        for (String text :
                List.of("ImageName", "ImageVersion", "Description", "OSName", "ProductCode", "Architecture")) {
            assertTrue(image.path(text).isTextual(), text);
        }
        assertTrue(image.path("Size").isInt());
        assertTrue(image.path("IsCopied").isBoolean());
        assertTrue(image.path("IsSubscribed").isBoolean());
        assertEquals("100%", image.path("Progress").asText());
        assertEquals("2024-01-01T00:00:00Z", image.path("CreationTime").asText());
        assertTrue(image.at("/Tags/Tag").isArray());
        assertTrue(image.at("/DiskDeviceMappings/DiskDeviceMapping").isArray());
        assertFalse(image.has("ImageFamily"));
        assertTrue(server.describe("ImageId", "m-snap")
                .at("/Images/Image/0/DiskDeviceMappings/DiskDeviceMapping/0/Size")
                .isTextual());
    }

    @Test
    void noMemberIsEverNull() {
        var answer = server.get(withFormat("JSON")).body();
        assertFalse(answer.contains(":null"), answer);
    }

    private static Map<String, String> withFormat(String format) {
        return RunningServer.parameters("Format", format, "PageSize", "100", "Status", "ALL");
    }

    @Test
    void anUnknownParameterIsIgnoredAndAMisspeltKnownOneIsUnknown() {
        assertEquals(found(), found("NoSuchParameter", "x", "usage", "instance", "Tag.1.Nothing", "x"));
    }
}
