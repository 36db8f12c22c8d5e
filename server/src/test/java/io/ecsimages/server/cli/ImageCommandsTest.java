package io.ecsimages.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.Dumps;
import io.ecsimages.server.RunningServer;
import io.ecsimages.server.database.Databases;
import io.ecsimages.server.store.ImageRepository;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Single images are shared, published, subscribed to, made and explained while a server shows them. */
@Tag("extended")
class ImageCommandsTest {

    private static final long FRIEND = 1000000000000002L;

    @TempDir
    private Path folder;

    private RunningServer owner;
    private RunningServer friend;

    @BeforeEach
    void start() throws Exception {
        var data = folder.resolve("data");
        var dump = folder.resolve("dump.json");
        Files.writeString(
                dump,
                Dumps.answer(
                        "cn-hangzhou",
                        Dumps.image("mine", "ImageName", "web", "OSType", "linux"),
                        Dumps.image("sys", "ImageOwnerAlias", "system"),
                        Dumps.image("market", "ImageOwnerAlias", "marketplace")));
        run("import", Databases.option(data), "--account", RunningServer.ACCOUNT, dump);
        owner = over(data, RunningServer.ACCOUNT);
        friend = over(data, FRIEND);
    }

    @AfterEach
    void stop() {
        owner.close();
        friend.close();
    }

    private static RunningServer over(Path data, long account) {
        return RunningServer.empty(
                Map.of("datasources.default.url", Databases.url(data), "ecs-images.unsigned-account", account));
    }

    /** Runs a command that must succeed; answers what it prints. */
    private static String run(Object... words) {
        var out = new StringWriter();
        var arguments = new ArrayList<String>();
        for (Object word : words) {
            arguments.add(word.toString());
        }
        int status = new CommandLine(new EcsImagesCommand())
                .setOut(new PrintWriter(out))
                .execute(arguments.toArray(String[]::new));
        assertEquals(0, status, out.toString());
        return out.toString();
    }

    private String command(Object... words) {
        var all = new ArrayList<Object>(List.of(words));
        all.add(1, Databases.option(folder.resolve("data")));
        return run(all.toArray());
    }

    private static JsonNode first(RunningServer server, String... parameters) {
        return server.describe(parameters).at("/Images/Image/0");
    }

    @Test
    void aSharedImageIsSeenByTheFriendUntilItIsUnshared() {
        assertTrue(first(friend, "ImageId", "mine").isMissingNode());
        command("share", "--with", FRIEND, "mine");
        assertEquals(
                "others",
                first(friend, "ImageId", "mine").path("ImageOwnerAlias").asText());
        assertEquals(
                "self", first(owner, "ImageId", "mine").path("ImageOwnerAlias").asText());
        assertEquals(
                "True", first(owner, "ImageId", "mine").path("IsSelfShared").asText());
        command("unshare", "--with", FRIEND, "mine");
        assertTrue(first(friend, "ImageId", "mine").isMissingNode());
        assertEquals(
                "False", first(owner, "ImageId", "mine").path("IsSelfShared").asText());
    }

    @Test
    void anImageOfAnUnknownOwnerIsDeletedWhenNobodyCanSeeItAnyMore() throws Exception {
        var dump = folder.resolve("shared.json");
        Files.writeString(dump, Dumps.answer("cn-hangzhou", Dumps.image("shared", "ImageOwnerAlias", "others")));
        command("import", "--account", FRIEND, dump);
        command("share", "--with", RunningServer.ACCOUNT, "shared");
        assertEquals(
                "shared not shared with " + FRIEND,
                command("unshare", "--with", FRIEND, "shared").strip());
        command("publish", "shared");
        assertEquals(
                "shared not shared with " + RunningServer.ACCOUNT,
                command("unshare", "--with", RunningServer.ACCOUNT, "shared").strip());
        assertEquals(
                "shared not published, and deleted: its owner is unknown, and nobody else can see it",
                command("unpublish", "shared").strip());
        assertEquals(3, owner.bean(ImageRepository.class).count());
    }

    @Test
    void aPublishedImageIsACommunityImageForOthers() {
        command("publish", "mine");
        assertEquals(
                "mine",
                first(friend, "ImageOwnerAlias", "others", "IsPublic", "true")
                        .path("ImageId")
                        .asText());
        assertTrue(first(friend, "ImageId", "mine").isMissingNode());
        assertTrue(first(owner, "ImageOwnerAlias", "others", "IsPublic", "true").isMissingNode());
        command("unpublish", "mine");
        assertTrue(
                first(friend, "ImageOwnerAlias", "others", "IsPublic", "true").isMissingNode());
    }

    @Test
    void aSubscriptionIsOfOneAccount() {
        command("subscribe", "--account", FRIEND, "market");
        assertTrue(first(friend, "ImageOwnerAlias", "marketplace")
                .path("IsSubscribed")
                .booleanValue());
        assertEquals(
                false,
                first(owner, "ImageOwnerAlias", "marketplace")
                        .path("IsSubscribed")
                        .booleanValue());
        command("unsubscribe", "--account", FRIEND, "market");
        assertEquals(
                false,
                first(friend, "ImageOwnerAlias", "marketplace")
                        .path("IsSubscribed")
                        .booleanValue());
    }

    @Test
    void anImageInTheMakingBecomesAvailableByItself() throws InterruptedException {
        command("set-creating", "--for", "PT3S", "mine");
        assertTrue(first(owner, "ImageId", "mine").isMissingNode());
        var creating = first(owner, "ImageId", "mine", "Status", "Creating");
        assertEquals("Creating", creating.path("Status").asText());
        assertTrue(creating.path("Progress").asText().matches("\\d\\d?%"), creating.toString());
        for (int i = 0; i < 50 && first(owner, "ImageId", "mine").isMissingNode(); i++) {
            Thread.sleep(100);
        }
        var available = first(owner, "ImageId", "mine");
        assertEquals("Available", available.path("Status").asText());
        assertEquals("100%", available.path("Progress").asText());
        assertTrue(first(owner, "ImageId", "mine", "Status", "Creating").isMissingNode());
    }

    @Test
    void explainNamesEveryConditionThatKeepsAnImageOut() {
        assertEquals(
                "mine is in the list",
                command("explain", "--account", RunningServer.ACCOUNT, "mine").strip());
        var reasons = command(
                "explain",
                "--account",
                FRIEND,
                "mine",
                "Status=Creating",
                "ImageName=db*",
                "OSType=linux",
                "RegionId=cn-beijing");
        assertTrue(reasons.contains("mine is not in the list"), reasons);
        assertTrue(reasons.contains("RegionId: the image is in cn-hangzhou, not in cn-beijing"), reasons);
        assertTrue(reasons.contains("Status: the image is Available, and the request selects [Creating]"), reasons);
        assertTrue(reasons.contains("it is not shared with account " + FRIEND), reasons);
        assertTrue(reasons.contains("ImageName: the image is called web"), reasons);
        assertTrue(!reasons.contains("OSType"), reasons);
        assertTrue(command("explain", "--account", FRIEND, "market")
                .contains("which only ImageOwnerAlias=marketplace lists"));
    }
}
