package io.ecsimages.server.image;

import static io.ecsimages.server.Dumps.answer;
import static io.ecsimages.server.Dumps.image;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.Dumps;
import io.ecsimages.server.RunningServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The parameters that the newest edition adds, with images that match and images that nearly do. */
@Tag("query")
class CurrentParametersTest {

    private static final long OTHER = 1000000000000002L;

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.empty();
        server.take(
                answer(
                        "cn-hangzhou",
                        image("win", "OSType", "windows", "Architecture", "x86_64", "ImageFamily", "desk"),
                        image("old", "OSType", "linux", "Architecture", "i386", "ResourceGroupId", "rg-1"),
                        image("arm", "OSType", "linux", "Architecture", "arm64", "ImageFamily", "desk-arm"),
                        image("io", "IsSupportIoOptimized", true, "IsSupportCloudinit", false),
                        image("cloud", "IsSupportIoOptimized", false, "IsSupportCloudinit", true),
                        image("usable", "Usable", true, "Status", "UnAvailable"),
                        image("unusable", "Usable", false),
                        image("waiting", "Status", "Waiting"),
                        image("hot", "Features", Map.of("CpuOnlineUpgrade", "supported", "NvmeSupport", "supported")),
                        image("cold", "Features", Map.of("CpuOnlineUpgrade", "unsupported")),
                        image("new", "CreationTime", "2025-06-01T12:00:00Z"),
                        image("published", "IsPublic", true),
                        image("sub", "ImageOwnerAlias", "marketplace", "IsSubscribed", true),
                        image("unsub", "ImageOwnerAlias", "marketplace", "IsSubscribed", false),
                        image("from-2", "ImageOwnerAlias", "others", "ImageOwnerId", OTHER),
                        image("from-3", "ImageOwnerAlias", "others", "ImageOwnerId", 3),
                        image("listed", "ImageOwnerAlias", "others", "ImageOwnerId", OTHER, "IsPublic", true)),
                RunningServer.ACCOUNT);
        server.take(
                answer("cn-hangzhou", image("theirs", "IsPublic", true), image("secret", "IsPublic", false)), OTHER);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String found(String... parameters) {
        var all = new ArrayList<>(List.of(parameters));
        all.addAll(List.of("PageSize", "100"));
        var answer = server.describe(all.toArray(String[]::new));
        return StreamSupport.stream(answer.at("/Images/Image").spliterator(), false)
                .map(image -> image.path("ImageId").asText())
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static String code(String... parameters) {
        return server.describe(parameters).path("Code").asText();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            OSType,          windows,        win
            OSType,          linux,          arm old
            Architecture,    i386,           old
            Architecture,    x86_64,         win
            Architecture,    arm64,          arm
            ImageFamily,     desk,           win
            ImageFamily,     des,            ''
            ResourceGroupId, rg-1,           old
            ResourceGroupId, RG-1,           ''
            InstanceType,    ecs.g8y.large,  arm
            InstanceType,    ecs.ebmg6r.26xlarge, arm
            IsSupportIoOptimized, true,      io
            IsSupportIoOptimized, TRUE,      io
            IsSupportCloudinit,   True,      cloud
            """)
    void eachSelectsWhatItSays(String name, String value, String expected) {
        assertEquals(expected == null ? "" : expected, found(name, value));
    }

    @Test
    void anInstanceTypeWithX86ProcessorsTakesEverythingButArm() {
        var without = found().replace("arm ", "");
        assertEquals(without, found("InstanceType", "ecs.g7.large"));
        assertEquals(without, found("InstanceType", "ecs.re6p-redis.large"));
    }

    @Test
    void whatAnImageDoesNotSayItCannotDo() {
        assertEquals(
                "arm cloud cold from-2 from-3 hot new old published unusable win",
                found("IsSupportIoOptimized", "false"));
    }

    @Test
    void everyActionTypeIsServedByEveryImage() {
        assertEquals(found(), found("ActionType", "ChangeOS"));
        assertEquals(found(), found("ActionType", "CreateEcs", "ShowExpired", "true"));
    }

    @Test
    void usableNeedsAStatusAndAnImageSaysItOrIsAvailable() {
        assertEquals("MissingParameter", code("Usable", "true"));
        assertEquals("usable", found("Usable", "true", "Status", "UnAvailable"));
        assertEquals("unusable", found("Usable", "false", "Status", "Available"));
        assertEquals("unusable waiting", found("Usable", "false", "Status", "ALL"));
    }

    @Test
    void communityImagesAreSeenOnlyWhenAskedFor() {
        assertEquals("listed theirs", found("IsPublic", "true", "ImageOwnerAlias", "others"));
        assertEquals("from-2 from-3", found("IsPublic", "false", "ImageOwnerAlias", "others"));
        assertEquals("", found("ImageId", "theirs,secret,listed"));
        assertEquals("InvalidImageOwnerAlias.PublicImageUnsupported", code("IsPublic", "true"));
        assertEquals(
                "InvalidImageOwnerAlias.PublicImageUnsupported", code("IsPublic", "true", "ImageOwnerAlias", "self"));
    }

    @Test
    void imageOwnerIdIsForImagesOfOthers() {
        assertEquals("from-2", found("ImageOwnerAlias", "others", "ImageOwnerId", "" + OTHER));
        assertEquals(
                "listed theirs", found("ImageOwnerAlias", "others", "IsPublic", "true", "ImageOwnerId", "" + OTHER));
        assertEquals("", found("ImageOwnerAlias", "others", "ImageOwnerId", "4"));
        assertEquals("InvalidOperation.ImageOwnerIdUnsupported", code("ImageOwnerId", "" + OTHER));
    }

    @Test
    void filtersHoldTogetherAndTheirTimesIncludeTheirEnds() {
        assertEquals("new", found("Filter.1.Key", "CreationStartTime", "Filter.1.Value", "2025-06-01T12:00Z"));
        assertEquals("", found("Filter.1.Key", "CreationStartTime", "Filter.1.Value", "2025-06-01T12:01Z"));
        assertEquals(
                found().replace("new ", ""),
                found("Filter.1.Key", "CreationEndTime", "Filter.1.Value", "2025-06-01T11:59:59Z"));
        assertEquals(
                "new",
                found(
                        "Filter.2.Key",
                        "CreationStartTime",
                        "Filter.2.Value",
                        "2025-01-01T00:00Z",
                        "Filter.9.Key",
                        "CreationEndTime",
                        "Filter.9.Value",
                        "2025-06-01T12:00Z"));
        assertEquals("hot", found("Filter.1.Key", "CpuOnlineUpgrade", "Filter.1.Value", "supported"));
        assertEquals(
                found().replace("hot ", ""),
                found("Filter.1.Key", "CpuOnlineUpgrade", "Filter.1.Value", "unsupported"));
        assertEquals("", found("Filter.1.Key", "MemoryOnlineUpgrade", "Filter.1.Value", "supported"));
        assertEquals(found(), found("Filter.1.Key", "NetworkType", "Filter.1.Value", "vpc"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            networktype,       vpc,                InvalidFilterKey.NotFound
            CreationStartTime, 2025-06-01,         InvalidFilterValue
            CreationStartTime, 2025-02-30T00:00Z,  InvalidFilterValue
            CpuOnlineUpgrade,  true,               InvalidFilterValue
            NetworkType,       VPC,                InvalidFilterValue.NetworkType
            """)
    void aFilterThatCannotBeReadIsRefused(String key, String value, String expected) {
        assertEquals(expected, code("Filter.1.Key", key, "Filter.1.Value", value));
    }

    @Test
    void aFilterWithoutItsOtherHalfIsRefused() {
        assertEquals("InvalidFilterValue", code("Filter.1.Key", "NetworkType"));
        assertEquals("InvalidFilterKey.NotFound", code("Filter.1.Value", "vpc"));
        assertEquals("InvalidFilterKey.NotFound", code("Filter.0.Key", "NetworkType", "Filter.0.Value", "vpc"));
    }

    @Test
    void dryRunChecksAndAnswersNoImage() {
        assertEquals("DryRunOperation", code("DryRun", "true"));
        assertEquals("InvalidParameter", code("DryRun", "true", "PageSize", "0"));
        assertEquals("InvalidRegionId.NotFound", code("DryRun", "true", "RegionId", "cn-nowhere"));
        assertEquals(found(), found("DryRun", "false"));
    }

    @Test
    void subscriptionsAreOfTheAccountThatAsks() {
        for (JsonNode image : server.describe("ImageOwnerAlias", "marketplace").at("/Images/Image")) {
            assertEquals(
                    image.path("ImageId").asText().equals("sub"),
                    image.path("IsSubscribed").booleanValue());
        }
        try (var other = RunningServer.empty(Map.of("ecs-images.unsigned-account", OTHER))) {
            other.take(
                    Dumps.answer(
                            "cn-hangzhou", Dumps.image("sub", "ImageOwnerAlias", "marketplace", "IsSubscribed", true)),
                    RunningServer.ACCOUNT);
            var image = other.describe("ImageOwnerAlias", "marketplace").at("/Images/Image/0");
            assertEquals("sub", image.path("ImageId").asText());
            assertEquals(false, image.path("IsSubscribed").booleanValue());
        }
    }

    @Test
    void theOlderNamesOfTagsMeanTheSame() {
        try (var tagged = RunningServer.empty()) {
            tagged.take(
                    answer("cn-hangzhou", image("a", "Tags", Dumps.tags("env", "prod")), image("b")),
                    RunningServer.ACCOUNT);
            var answer = tagged.describe("Tag.1.key", "env", "Tag.1.value", "prod");
            assertEquals(1, answer.path("TotalCount").asInt());
            assertEquals(
                    "InvalidTag.Mismatch",
                    tagged.describe("Tag.1.value", "x").path("Code").asText());
            assertEquals(
                    "InvalidParameter",
                    tagged.describe("Tag.1.key", "a", "Tag.1.Key", "b")
                            .path("Code")
                            .asText());
        }
    }

    @Test
    void ownerAccountsAreAcceptedAndIgnored() {
        assertEquals(found(), found("OwnerId", "1", "ResourceOwnerAccount", "a", "ResourceOwnerId", "2"));
        assertEquals("InvalidOwner", code("OwnerId", "1", "OwnerAccount", "a"));
    }
}
