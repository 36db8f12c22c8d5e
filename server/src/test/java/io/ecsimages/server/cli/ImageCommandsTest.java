package io.ecsimages.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.TestImages;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.database.Databases;
import io.ecsimages.server.store.ImageRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands for single images, and their effect on running servers. */
@Tag("extended")
class ImageCommandsTest {

    private static final long FRIEND = 1000000000000002L;

    @TempDir
    private Path folder;

    private TestServer owner;
    private TestServer friend;

    @BeforeEach
    void start() throws Exception {
        var data = folder.resolve("data");
        var dump = folder.resolve("dump.json");
        Files.writeString(
                dump,
                TestImages.dump(
                        "cn-hangzhou",
                        TestImages.image("mine", "ImageName", "web", "OSType", "linux"),
                        TestImages.image("sys", "ImageOwnerAlias", "system"),
                        TestImages.image("from-marketplace", "ImageOwnerAlias", "marketplace")));
        run("import", Databases.option(data), "--account", TestServer.ACCOUNT, dump);
        owner = startServer(data, TestServer.ACCOUNT);
        friend = startServer(data, FRIEND);
    }

    @AfterEach
    void stop() {
        owner.close();
        friend.close();
    }

    private static TestServer startServer(Path data, long account) {
        return TestServer.empty(
                Map.of("datasources.default.url", Databases.url(data), "ecs-images.unsigned-account", account));
    }

    /** Runs a command that must succeed, and returns its output. */
    private static String run(Object... arguments) {
        var result = CommandResult.of(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
        assertThat(result.status()).as(result.err()).isEqualTo(0);
        return result.out();
    }

    /** Runs a command on the catalogue of the servers. */
    private String command(Object... arguments) {
        var all = new ArrayList<Object>(List.of(arguments));
        all.add(1, Databases.option(folder.resolve("data")));
        return run(all.toArray());
    }

    private static JsonNode first(TestServer server, String... parameters) {
        return server.describe(parameters).at("/Images/Image/0");
    }

    @Test
    void sharedImageIsListedUntilUnshared() {
        assertThat(first(friend, "ImageId", "mine").isMissingNode()).isTrue();
        command("share", "--with", FRIEND, "mine");
        assertThat(first(friend, "ImageId", "mine").path("ImageOwnerAlias").asText())
                .isEqualTo("others");
        assertThat(first(owner, "ImageId", "mine").path("ImageOwnerAlias").asText())
                .isEqualTo("self");
        assertThat(first(owner, "ImageId", "mine").path("IsSelfShared").asText())
                .isEqualTo("True");
        command("unshare", "--with", FRIEND, "mine");
        assertThat(first(friend, "ImageId", "mine").isMissingNode()).isTrue();
        assertThat(first(owner, "ImageId", "mine").path("IsSelfShared").asText())
                .isEqualTo("False");
    }

    @Test
    void imageOfUnknownOwnerIsDeletedWhenNoAccountSeesIt() throws Exception {
        var dump = folder.resolve("shared.json");
        Files.writeString(
                dump, TestImages.dump("cn-hangzhou", TestImages.image("shared", "ImageOwnerAlias", "others")));
        command("import", "--account", FRIEND, dump);
        command("share", "--with", TestServer.ACCOUNT, "shared");
        assertThat(command("unshare", "--with", FRIEND, "shared").strip())
                .isEqualTo("shared not shared with " + FRIEND);
        command("publish", "shared");
        assertThat(command("unshare", "--with", TestServer.ACCOUNT, "shared").strip())
                .isEqualTo("shared not shared with " + TestServer.ACCOUNT);
        assertThat(command("unpublish", "shared").strip())
                .isEqualTo("shared not published, and deleted: its owner is unknown and no account can see it");
        assertThat(owner.bean(ImageRepository.class).count()).isEqualTo(3);
    }

    @Test
    void publishedImageIsCommunityImageForOthers() {
        command("publish", "mine");
        assertThat(first(friend, "ImageOwnerAlias", "others", "IsPublic", "true")
                        .path("ImageId")
                        .asText())
                .isEqualTo("mine");
        assertThat(first(friend, "ImageId", "mine").isMissingNode()).isTrue();
        assertThat(first(owner, "ImageOwnerAlias", "others", "IsPublic", "true").isMissingNode())
                .isTrue();
        command("unpublish", "mine");
        assertThat(first(friend, "ImageOwnerAlias", "others", "IsPublic", "true")
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void subscriptionAppliesToOneAccount() {
        command("subscribe", "--account", FRIEND, "from-marketplace");
        assertThat(first(friend, "ImageOwnerAlias", "marketplace")
                        .path("IsSubscribed")
                        .booleanValue())
                .isTrue();
        assertThat(first(owner, "ImageOwnerAlias", "marketplace")
                        .path("IsSubscribed")
                        .booleanValue())
                .isEqualTo(false);
        command("unsubscribe", "--account", FRIEND, "from-marketplace");
        assertThat(first(friend, "ImageOwnerAlias", "marketplace")
                        .path("IsSubscribed")
                        .booleanValue())
                .isEqualTo(false);
    }

    @Test
    void imageBeingCreatedBecomesAvailable() throws InterruptedException {
        command("set-creating", "--for", "PT3S", "mine");
        assertThat(first(owner, "ImageId", "mine").isMissingNode()).isTrue();
        var creating = first(owner, "ImageId", "mine", "Status", "Creating");
        assertThat(creating.path("Status").asText()).isEqualTo("Creating");
        assertThat(creating.path("Progress").asText()).as(creating.toString()).matches("\\d\\d?%");
        for (int i = 0; i < 50 && first(owner, "ImageId", "mine").isMissingNode(); i++) {
            Thread.sleep(100);
        }
        var available = first(owner, "ImageId", "mine");
        assertThat(available.path("Status").asText()).isEqualTo("Available");
        assertThat(available.path("Progress").asText()).isEqualTo("100%");
        assertThat(first(owner, "ImageId", "mine", "Status", "Creating").isMissingNode())
                .isTrue();
    }

    @Test
    void explainNamesEveryConditionThatExcludesImage() {
        assertThat(command("explain", "--account", TestServer.ACCOUNT, "mine").strip())
                .isEqualTo("mine is in the list");
        var reasons = command(
                "explain",
                "--account",
                FRIEND,
                "mine",
                "Status=Creating",
                "ImageName=db*",
                "OSType=linux",
                "RegionId=cn-beijing");
        assertThat(reasons).contains("mine is not in the list");
        assertThat(reasons).contains("RegionId: the image is in cn-hangzhou, not in cn-beijing");
        assertThat(reasons).contains("Status: the image is Available, and the request selects [Creating]");
        assertThat(reasons).contains("it is not shared with account " + FRIEND);
        assertThat(reasons).contains("ImageName: the image is called web");
        assertThat(reasons).doesNotContain("OSType");
        assertThat(command("explain", "--account", FRIEND, "from-marketplace"))
                .contains("which only ImageOwnerAlias=marketplace lists");
    }
}
