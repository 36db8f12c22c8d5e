package io.ecsimages.server.image;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestImages;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The parameters that only the current API documentation has, each with matching images and near misses. */
@Tag("contract")
@Tag("extended")
@Tag("query")
@ServerTest
class CurrentParametersTest {

    private static final long OTHER = 1000000000000002L;

    private static TestServer server;

    @BeforeAll
    static void start(TestServer started) {
        server = started;
        server.importDump(
                dump(
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
                TestServer.ACCOUNT);
        server.importDump(
                dump("cn-hangzhou", image("theirs", "IsPublic", true), image("secret", "IsPublic", false)), OTHER);
    }

    private static String found(String... parameters) {
        var all = new ArrayList<>(List.of(parameters));
        all.addAll(List.of("PageSize", TestServer.MAXIMUM_PAGE_SIZE));
        var response = server.describe(all.toArray(String[]::new));
        return StreamSupport.stream(response.at("/Images/Image").spliterator(), false)
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
    void parameterSelectsMatchingImages(String name, String value, String expected) {
        assertThat(found(name, value)).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void x86InstanceTypeExcludesArmImages() {
        var without = found().replace("arm ", "");
        assertThat(found("InstanceType", "ecs.g7.large")).isEqualTo(without);
        assertThat(found("InstanceType", "ecs.re6p-redis.large")).isEqualTo(without);
    }

    @Test
    void absentCapabilityMeansUnsupported() {
        assertThat(found("IsSupportIoOptimized", "false"))
                .isEqualTo("arm cloud cold from-2 from-3 hot new old published unusable win");
    }

    @Test
    void actionTypeSelectsAllImages() {
        assertThat(found("ActionType", "ChangeOS")).isEqualTo(found());
        assertThat(found("ActionType", "CreateEcs", "ShowExpired", "true")).isEqualTo(found());
    }

    @Test
    void usableRequiresStatusAndDefaultsToAvailability() {
        assertThat(code("Usable", "true")).isEqualTo(ApiError.MISSING_PARAMETER_STATUS.code());
        assertThat(found("Usable", "true", "Status", "UnAvailable")).isEqualTo("usable");
        assertThat(found("Usable", "false", "Status", "Available")).isEqualTo("unusable");
        assertThat(found("Usable", "false", "Status", "ALL")).isEqualTo("unusable waiting");
    }

    @Test
    void communityImagesAreListedOnlyOnRequest() {
        assertThat(found("IsPublic", "true", "ImageOwnerAlias", "others")).isEqualTo("listed theirs");
        assertThat(found("IsPublic", "false", "ImageOwnerAlias", "others")).isEqualTo("from-2 from-3");
        assertThat(found("ImageId", "theirs,secret,listed")).isEmpty();
        assertThat(code("IsPublic", "true"))
                .isEqualTo(ApiError.INVALID_IMAGE_OWNER_ALIAS_PUBLIC_IMAGE_UNSUPPORTED.code());
        assertThat(code("IsPublic", "true", "ImageOwnerAlias", "self"))
                .isEqualTo(ApiError.INVALID_IMAGE_OWNER_ALIAS_PUBLIC_IMAGE_UNSUPPORTED.code());
    }

    @Test
    void imageOwnerIdSelectsAmongImagesOfOthers() {
        assertThat(found("ImageOwnerAlias", "others", "ImageOwnerId", "" + OTHER))
                .isEqualTo("from-2");
        assertThat(found("ImageOwnerAlias", "others", "IsPublic", "true", "ImageOwnerId", "" + OTHER))
                .isEqualTo("listed theirs");
        assertThat(found("ImageOwnerAlias", "others", "ImageOwnerId", "4")).isEmpty();
        assertThat(code("ImageOwnerId", "" + OTHER, "ImageOwnerAlias", "self"))
                .isEqualTo(ApiError.INVALID_OPERATION_IMAGE_OWNER_ID_UNSUPPORTED.code());
    }

    @Test
    void filtersAreCombinedAndTimeRangesAreInclusive() {
        assertThat(found("Filter.1.Key", "CreationStartTime", "Filter.1.Value", "2025-06-01T12:00Z"))
                .isEqualTo("new");
        assertThat(found("Filter.1.Key", "CreationStartTime", "Filter.1.Value", "2025-06-01T12:01Z"))
                .isEmpty();
        assertThat(found("Filter.1.Key", "CreationEndTime", "Filter.1.Value", "2025-06-01T11:59:59Z"))
                .isEqualTo(found().replace("new ", ""));
        assertThat(found(
                        "Filter.2.Key",
                        "CreationStartTime",
                        "Filter.2.Value",
                        "2025-01-01T00:00Z",
                        "Filter.9.Key",
                        "CreationEndTime",
                        "Filter.9.Value",
                        "2025-06-01T12:00Z"))
                .isEqualTo("new");
        assertThat(found("Filter.1.Key", "CpuOnlineUpgrade", "Filter.1.Value", "supported"))
                .isEqualTo("hot");
        assertThat(found("Filter.1.Key", "CpuOnlineUpgrade", "Filter.1.Value", "unsupported"))
                .isEqualTo(found().replace("hot ", ""));
        assertThat(found("Filter.1.Key", "MemoryOnlineUpgrade", "Filter.1.Value", "supported"))
                .isEmpty();
        assertThat(found("Filter.1.Key", "NetworkType", "Filter.1.Value", "vpc"))
                .isEqualTo(found());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            networktype,       vpc,                INVALID_FILTER_KEY_NOT_FOUND
            CreationStartTime, 2025-06-01,         INVALID_FILTER_VALUE
            CreationStartTime, 2025-02-30T00:00Z,  INVALID_FILTER_VALUE
            CpuOnlineUpgrade,  true,               INVALID_FILTER_VALUE
            NetworkType,       VPC,                INVALID_FILTER_VALUE_NETWORK_TYPE
            """)
    void rejectsInvalidFilters(String key, String value, ApiError error) {
        assertThat(code("Filter.1.Key", key, "Filter.1.Value", value)).isEqualTo(error.code());
    }

    @Test
    void rejectsFilterWithoutKeyOrValue() {
        assertThat(code("Filter.1.Key", "NetworkType")).isEqualTo(ApiError.INVALID_FILTER_VALUE.code());
        assertThat(code("Filter.1.Value", "vpc")).isEqualTo(ApiError.INVALID_FILTER_KEY_NOT_FOUND.code());
        assertThat(code("Filter.0.Key", "NetworkType", "Filter.0.Value", "vpc"))
                .isEqualTo(ApiError.INVALID_FILTER_KEY_NOT_FOUND.code());
    }

    @Test
    void dryRunValidatesAndReturnsNoImages() {
        assertThat(code("DryRun", "true")).isEqualTo(ApiError.DRY_RUN_OPERATION.code());
        assertThat(code("DryRun", "true", "PageSize", "0")).isEqualTo(ApiError.INVALID_PARAMETER_PAGE_SIZE.code());
        assertThat(code("DryRun", "true", "RegionId", "cn-nowhere"))
                .isEqualTo(ApiError.INVALID_REGION_ID_NOT_FOUND.code());
        assertThat(found("DryRun", "false")).isEqualTo(found());
    }

    @Test
    void isSubscribedDependsOnCaller() {
        for (JsonNode image : server.describe("ImageOwnerAlias", "marketplace").at("/Images/Image")) {
            assertThat(image.path("IsSubscribed").booleanValue())
                    .isEqualTo(image.path("ImageId").asText().equals("sub"));
        }
        try (var other = TestServer.empty(Map.of("ecs-images.unsigned-account", OTHER))) {
            other.importDump(
                    TestImages.dump(
                            "cn-hangzhou",
                            TestImages.image("sub", "ImageOwnerAlias", "marketplace", "IsSubscribed", true)),
                    TestServer.ACCOUNT);
            var image = other.describe("ImageOwnerAlias", "marketplace").at("/Images/Image/0");
            assertThat(image.path("ImageId").asText()).isEqualTo("sub");
            assertThat(image.path("IsSubscribed").booleanValue()).isEqualTo(false);
        }
    }

    @Test
    void acceptsLowerCaseTagParameters() {
        try (var tagged = TestServer.empty()) {
            tagged.importDump(
                    dump("cn-hangzhou", image("a", "Tags", TestImages.tags("env", "prod")), image("b")),
                    TestServer.ACCOUNT);
            var response = tagged.describe("Tag.1.key", "env", "Tag.1.value", "prod");
            assertThat(response.path("TotalCount").asInt()).isEqualTo(1);
            assertThat(tagged.describe("Tag.1.value", "x").path("Code").asText())
                    .isEqualTo(ApiError.INVALID_TAG_MISMATCH.code());
            assertThat(tagged.describe("Tag.1.key", "a", "Tag.1.Key", "b")
                            .path("Code")
                            .asText())
                    .isEqualTo(ApiError.REPEATED_PARAMETER.code());
        }
    }

    @Test
    void ownerParametersDoNotFilter() {
        assertThat(found("OwnerId", "1", "ResourceOwnerAccount", "a", "ResourceOwnerId", "2"))
                .isEqualTo(found());
        assertThat(code("OwnerId", "1", "OwnerAccount", "a")).isEqualTo(ApiError.INVALID_OWNER.code());
    }
}
