package io.ecsimages.server.image;

import static io.ecsimages.server.TestImages.disks;
import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static io.ecsimages.server.TestImages.tags;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.micronaut.context.annotation.Property;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DeleteImage: the images that it deletes, those that it refuses to delete, and the snapshots that remain. */
@Tag("contract")
@ServerTest
@Property(name = "ecs-images.image-creation-time", value = "PT1H")
class DeleteImageTest {

    private static final Map<String, Object> IMPORTED = Map.of(
            "DiskDeviceMapping", List.of(Map.of("Device", "/dev/xvda", "Size", "20", "ImportOSSObject", "web.raw")));

    private static TestServer server;

    @BeforeAll
    static void start(TestServer started) {
        server = started;
        server.importDump(
                dump(
                        "cn-hangzhou",
                        image("tagged", "Tags", tags("env", "only-here")),
                        image("failed", "Status", "CreateFailed"),
                        image("unavailable", "Status", "UnAvailable"),
                        image("deprecated", "Status", "Deprecated"),
                        image("creating", "Status", "Creating"),
                        image("waiting", "Status", "Waiting"),
                        image("copying", "Status", "Creating", "IsCopied", true),
                        image("importing", "Status", "Creating", "DiskDeviceMappings", IMPORTED),
                        image("community", "IsPublic", true),
                        image("used", "Usage", "instance"),
                        image("shared"),
                        image("exporting"),
                        image("to-copy"),
                        image("dry"),
                        image("one", "DiskDeviceMappings", disks("s-one", "s-both", "")),
                        image("other", "DiskDeviceMappings", disks("s-both"))),
                TestServer.ACCOUNT);
        server.importDump(dump("cn-hangzhou", image("theirs"), image("their-community", "IsPublic", true)), 2);
    }

    private static boolean exists(String imageId) {
        return server.describe("ImageId", imageId, "Status", "ALL")
                        .path("TotalCount")
                        .asInt()
                == 1;
    }

    private static List<String> snapshots() {
        return StreamSupport.stream(
                        server.call("DescribeSnapshots")
                                .at("/Snapshots/Snapshot")
                                .spliterator(),
                        false)
                .map(snapshot -> snapshot.path("SnapshotId").asText() + "="
                        + snapshot.path("Usage").asText())
                .toList();
    }

    @Test
    void nextReadDoesNotSeeImageAndItsTags() {
        assertThat(exists("tagged")).isTrue();
        server.succeed("DeleteImage", "ImageId", "tagged");
        assertThat(exists("tagged")).isFalse();
        assertThat(server.call("DescribeTags", "Tag.1.Key", "env").at("/Tags/Tag"))
                .isEmpty();
        server.fail(ApiError.INVALID_IMAGE_ID_NOT_FOUND, "DeleteImage", "ImageId", "tagged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "unavailable", "deprecated"})
    void deletesImagesThatAreNotAvailable(String imageId) {
        server.succeed("DeleteImage", "ImageId", imageId);
        assertThat(exists(imageId)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "creating, IMAGE_IS_CREATING",
        "waiting, IMAGE_IS_CREATING",
        "copying, OPERATION_DENIED_IMAGE_COPYING",
        "importing, IMAGE_IS_IMPORTING",
        "community, IMAGE_IS_PUBLIC"
    })
    void forceDoesNotDeleteImagesInThisState(String imageId, ApiError error) {
        server.fail(error, "DeleteImage", "ImageId", imageId, "Force", "true");
        server.fail(error, "DeleteImage", "ImageId", imageId);
        assertThat(exists(imageId)).isTrue();
    }

    @Test
    void refusesImagesThatOperationsWorkOn() {
        var created = server.succeed("CreateImage", "SnapshotId", "s-source").path("ImageId");
        var copied = server.succeed("CopyImage", "ImageId", "to-copy", "Encrypted", "true")
                .path("ImageId");
        var imported = server.succeed(
                        "ImportImage",
                        "DiskDeviceMapping.1.OSSBucket",
                        "bucket",
                        "DiskDeviceMapping.1.OSSObject",
                        "web.raw")
                .path("ImageId");
        server.succeed("ExportImage", "ImageId", "exporting", "OSSBucket", "bucket");
        server.fail(ApiError.IMAGE_IS_CREATING, "DeleteImage", "ImageId", created.asText());
        server.fail(ApiError.OPERATION_DENIED_IMAGE_COPYING, "DeleteImage", "ImageId", copied.asText());
        server.fail(ApiError.IMAGE_IS_IMPORTING, "DeleteImage", "ImageId", imported.asText());
        server.fail(ApiError.DELETE_IMAGE_IMAGE_IS_EXPORTING, "DeleteImage", "ImageId", "exporting");
    }

    @Test
    void deletesImageOfInstancesOnlyByForce() {
        server.fail(ApiError.IMAGE_USING_BY_INSTANCE, "DeleteImage", "ImageId", "used");
        server.fail(ApiError.IMAGE_USING_BY_INSTANCE, "DeleteImage", "ImageId", "used", "Force", "false");
        server.succeed("DeleteImage", "ImageId", "used", "Force", "true");
        assertThat(exists("used")).isFalse();
    }

    @Test
    void deletesSharedImageOnceItIsNoLongerShared() {
        server.succeed("ModifyImageSharePermission", "ImageId", "shared", "AddAccount.1", "2");
        server.fail(ApiError.IMAGE_USE_SHARED, "DeleteImage", "ImageId", "shared", "Force", "true");
        server.succeed("ModifyImageSharePermission", "ImageId", "shared", "RemoveAccount.1", "2");
        server.succeed("DeleteImage", "ImageId", "shared");
    }

    @ParameterizedTest
    @CsvSource({
        "cn-hangzhou, theirs, INVALID_IMAGE_ID_NOT_FOUND",
        "cn-hangzhou, their-community, INVALID_IMAGE_ID_NOT_FOUND",
        "cn-hangzhou, nothing, INVALID_IMAGE_ID_NOT_FOUND",
        "cn-beijing, creating, INVALID_IMAGE_ID_NOT_FOUND",
        "cn-nowhere, creating, INVALID_REGION_ID_NOT_FOUND"
    })
    void findsOwnImagesOfRegionOnly(String region, String imageId, ApiError error) {
        server.fail(error, "DeleteImage", "RegionId", region, "ImageId", imageId);
    }

    @Test
    void dryRunDeletesNothing() {
        server.fail(ApiError.DRY_RUN_OPERATION, "DeleteImage", "ImageId", "dry", "DryRun", "true");
        assertThat(exists("dry")).isTrue();
    }

    @Test
    void snapshotsRemainUntilDeleteSnapshot() {
        assertThat(snapshots()).contains("s-one=image", "s-both=image");
        server.succeed("DeleteImage", "ImageId", "one");
        assertThat(snapshots()).contains("s-one=none", "s-both=image");
        server.fail(ApiError.SNAPSHOT_CREATED_IMAGE, "DeleteSnapshot", "SnapshotId", "s-both");
        server.succeed("DeleteImage", "ImageId", "other");
        assertThat(snapshots()).contains("s-one=none", "s-both=none");
        server.succeed("DeleteSnapshot", "SnapshotId", "s-one");
        server.succeed("DeleteSnapshot", "SnapshotId", "s-both");
        assertThat(snapshots()).doesNotContain("s-one=none", "s-both=none");
    }
}
