package io.ecsimages.server.image;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static io.ecsimages.server.contract.ContractDocument.CONTRACT;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.micronaut.context.annotation.Property;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JoinResourceGroup: moves an image between declared resource groups. */
@Tag("extended")
@ServerTest
@Property(name = "ecs-images.declared-resources", value = "rg-first,rg-second")
class JoinResourceGroupTest {

    private static TestServer server;

    @BeforeAll
    static void start(TestServer started) {
        server = started;
        server.importDump(
                dump("cn-hangzhou", image("moved"), image("grouped", "ResourceGroupId", "rg-first")),
                TestServer.ACCOUNT);
        server.importDump(dump("cn-hangzhou", image("theirs", "IsPublic", true)), 2);
    }

    private static int countIn(String group) {
        return server.describe("ResourceGroupId", group, "ImageId", "moved")
                .path("TotalCount")
                .asInt();
    }

    private static void join(String group) {
        server.succeed("JoinResourceGroup", "ResourceType", "image", "ResourceId", "moved", "ResourceGroupId", group);
    }

    @Test
    void nextReadFindsImageInItsNewGroupOnly() {
        join("rg-first");
        assertThat(countIn("rg-first")).isEqualTo(1);
        join("rg-second");
        assertThat(countIn("rg-first")).isZero();
        assertThat(countIn("rg-second")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "instance, grouped, rg-second, JOIN_RESOURCE_GROUP_INVALID_RESOURCE_ID_NOT_FOUND",
        "image, theirs, rg-second, JOIN_RESOURCE_GROUP_INVALID_RESOURCE_ID_NOT_FOUND",
        "image, nothing, rg-second, JOIN_RESOURCE_GROUP_INVALID_RESOURCE_ID_NOT_FOUND",
        "image, grouped, rg-undeclared, INVALID_RESOURCE_GROUP_NOT_FOUND",
        "image, grouped, rg-first, INVALID_RESOURCE_GROUP_DUPLICATE"
    })
    void refusesResourceOrGroup(String type, String imageId, String group, ApiError error) {
        server.fail(error, "JoinResourceGroup", "ResourceType", type, "ResourceId", imageId, "ResourceGroupId", group);
    }

    @Test
    void withoutDeclarationEveryGroupExists() {
        try (var undeclared = TestServer.empty()) {
            undeclared.importDump(dump("cn-hangzhou", image("moved")), TestServer.ACCOUNT);
            var group = "\uD83D\uDE80".repeat(CONTRACT.limit("JoinResourceGroup", "ResourceGroupId", "maxLength"));
            undeclared.succeed(
                    "JoinResourceGroup", "ResourceType", "image", "ResourceId", "moved", "ResourceGroupId", group);
            assertThat(undeclared
                            .describe()
                            .at("/Images/Image/0/ResourceGroupId")
                            .asText())
                    .isEqualTo(group);
        }
    }
}
