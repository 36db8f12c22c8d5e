package io.ecsimages.server.image;

import static io.ecsimages.server.TestImages.disks;
import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.snapshot.SnapshotRepository;
import io.micronaut.context.annotation.Property;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** New images are Creating, and tasks run, for the time of {@code --image-creation-time}; CancelCopyImage ends a copy. */
@Property(name = "ecs-images.image-creation-time", value = "PT1H")
@Tag("extended")
@ServerTest
class ImageCreationTimeTest {

    private static TestServer server;

    @BeforeAll
    static void start(TestServer started) {
        server = started;
        server.importDump(
                dump("cn-hangzhou", image("m-own", "DiskDeviceMappings", disks("s-1", "")), image("m-other")),
                TestServer.ACCOUNT);
    }

    private static JsonNode call(String action, String... pairs) {
        var response = server.call(action, pairs);
        assertThat(response.path("Code").asText()).as(response.toString()).isEmpty();
        return response;
    }

    private static void assertError(JsonNode response, ApiError error) {
        assertThat(response.path("Code").asText()).as(response.toString()).isEqualTo(error.code());
        assertThat(response.path("Message").asText()).isEqualTo(error.message());
    }

    private static String copy(String... more) {
        var pairs = new String[more.length + 4];
        System.arraycopy(more, 0, pairs, 4, more.length);
        System.arraycopy(new String[] {"ImageId", "m-own", "Encrypted", "true"}, 0, pairs, 0, 4);
        return call("CopyImage", pairs).path("ImageId").asText();
    }

    private static JsonNode described(String imageId) {
        return server.describe("ImageId", imageId, "Status", "ALL").at("/Images/Image/0");
    }

    private static JsonNode task(String taskId) {
        return call("DescribeTaskAttribute", "TaskId", taskId);
    }

    /** Moves the creation of an image, or a task, to the past. */
    private static void pass(String table, String id, int minutes) {
        var now = LocalDateTime.now(ZoneOffset.UTC);
        var times = table.equals("task")
                ? "creation_time = '%s', finished_time = '%s' WHERE task_id = '%s'"
                : "creating_since = '%s', available_from = '%s' WHERE image_id = '%s'";
        server.change("UPDATE " + table + " SET "
                + times.formatted(
                        sql(now.minusMinutes(minutes)), sql(now.plusMinutes(60).minusMinutes(minutes)), id));
    }

    private static String sql(LocalDateTime time) {
        return time.toString().replace('T', ' ');
    }

    @Test
    void newImageIsCreatingThenAvailable() {
        var imageId = call("CreateImage", "InstanceId", "i-1", "DetectionStrategy", "Standard")
                .path("ImageId")
                .asText();
        assertThat(server.describe("ImageId", imageId).path("TotalCount").asInt())
                .isZero();
        var creating = described(imageId);
        assertThat(creating.path("Status").asText()).isEqualTo("Creating");
        assertThat(creating.path("Progress").asText()).isEqualTo("0%");
        assertThat(creating.path("Usable").asBoolean(true)).isFalse();
        assertThat(creating.at("/DetectionOptions/Status").asText()).isEqualTo("Processing");
        pass("image", imageId, 45);
        assertThat(described(imageId).path("Progress").asText()).isEqualTo("75%");
        pass("image", imageId, 60);
        var available = server.describe("ImageId", imageId).at("/Images/Image/0");
        assertThat(available.path("Status").asText()).isEqualTo("Available");
        assertThat(available.path("Progress").asText()).isEqualTo("100%");
        assertThat(available.path("Usable").asBoolean()).isTrue();
        assertThat(available.at("/DetectionOptions/Status").asText()).isEqualTo("Finished");
    }

    @Test
    void nameOfImageIsInUseWhileItIsCreating() {
        call("CreateImage", "InstanceId", "i-1", "ImageName", "busy");
        assertError(
                server.call("CreateImage", "InstanceId", "i-1", "ImageName", "busy"),
                ApiError.INVALID_IMAGE_NAME_DUPLICATED);
    }

    @Test
    void failedImageIsNeverCreating() {
        var failed = call(
                "CreateImage", "InstanceId", "i-1", "Tag.1.Key", "ecs-images:status", "Tag.1.Value", "CreateFailed");
        assertThat(described(failed.path("ImageId").asText()).path("Status").asText())
                .isEqualTo("CreateFailed");
    }

    @Test
    void imageIsCopiedAndExportedOnceItIsAvailable() {
        var imageId = call("CreateImage", "InstanceId", "i-1").path("ImageId").asText();
        String[] copy = {"ImageId", imageId, "DestinationRegionId", "cn-beijing"};
        String[] export = {"ImageId", imageId, "OSSBucket", "bucket"};
        assertError(server.call("CopyImage", copy), ApiError.COPY_IMAGE_INCORRECT_IMAGE_STATUS);
        assertError(server.call("ExportImage", export), ApiError.EXPORT_IMAGE_INCORRECT_IMAGE_STATUS);
        pass("image", imageId, 60);
        call("CopyImage", copy);
        call("ExportImage", export);
    }

    @Test
    void cancellationDeletesCopyAndItsSnapshots() {
        var source = described("m-own");
        var imageId = copy();
        var snapshots = server.bean(SnapshotRepository.class);
        var before = snapshots.count();
        call("CancelCopyImage", "ImageId", imageId);
        assertThat(described(imageId).isMissingNode()).isTrue();
        assertThat(snapshots.count())
                .isEqualTo(before
                        - source.at("/DiskDeviceMappings/DiskDeviceMapping").size());
        assertThat(described("m-own")).isEqualTo(source);
        assertError(server.call("CancelCopyImage", "ImageId", imageId), ApiError.INVALID_IMAGE_ID_NOT_FOUND);
    }

    @Test
    void onlyCopyThatIsBeingCreatedIsCancelled() {
        var created = call("CreateImage", "InstanceId", "i-1").path("ImageId").asText();
        assertError(server.call("CancelCopyImage", "ImageId", created), ApiError.IMAGE_CREATED_NOT_FROM_COPY);
        var copy = copy();
        assertError(
                server.call("CancelCopyImage", "ImageId", copy, "RegionId", "cn-beijing"),
                ApiError.INVALID_IMAGE_ID_NOT_FOUND);
        pass("image", copy, 60);
        assertError(server.call("CancelCopyImage", "ImageId", copy), ApiError.INCORRECT_IMAGE_STATUS_COPY_FINISHED);
        var failed = copy("Tag.1.Key", "ecs-images:status", "Tag.1.Value", "CreateFailed");
        assertError(server.call("CancelCopyImage", "ImageId", failed), ApiError.INCORRECT_IMAGE_STATUS_COPY_FAILED);
        assertError(
                server.call("CancelCopyImage", "ImageId", copy, "RegionId", "cn-nowhere"),
                ApiError.INVALID_REGION_ID_NOT_FOUND);
    }

    @Test
    void importIsProcessingThenFinished() {
        var response = call("ImportImage", "DiskDeviceMapping.1.OSSBucket", "b", "DiskDeviceMapping.1.OSSObject", "o");
        var taskId = response.path("TaskId").asText();
        var task = task(taskId);
        assertThat(task.path("TaskStatus").asText()).isEqualTo("Processing");
        assertThat(task.path("TaskProcess").asText()).isEqualTo("0%");
        assertThat(task.has("FinishedTime")).isFalse();
        assertThat(task.path("SuccessCount").asInt()).isZero();
        assertThat(task.at("/OperationProgressSet/OperationProgress/0/OperationStatus")
                        .asText())
                .isEqualTo("Processing");
        pass("task", taskId, 30);
        assertThat(task(taskId).path("TaskProcess").asText()).isEqualTo("50%");
        pass("task", taskId, 60);
        assertThat(task(taskId).path("TaskStatus").asText()).isEqualTo("Finished");
    }

    @Test
    void imageIsExportedOnceAtATime() {
        String[] export = {"ImageId", "m-other", "OSSBucket", "bucket"};
        var taskId = call("ExportImage", export).path("TaskId").asText();
        assertError(server.call("ExportImage", export), ApiError.EXPORT_IMAGE_IMAGE_IS_EXPORTING);
        assertThat(task(taskId).path("TaskStatus").asText()).isEqualTo("Processing");
        pass("task", taskId, 60);
        call("ExportImage", export);
    }

    /** The third response can come from the cache of responses, which must not keep one that changes with time. */
    @Test
    void progressOfTaskIsNotCached() {
        try (var fast = TestServer.empty(Map.of("ecs-images.image-creation-time", "PT1S"))) {
            var taskId = fast.call(
                            "ImportImage", "DiskDeviceMapping.1.OSSBucket", "b", "DiskDeviceMapping.1.OSSObject", "o")
                    .path("TaskId")
                    .asText();
            var deadline = System.nanoTime() + 20_000_000_000L;
            String status;
            do {
                status = fast.call("DescribeTaskAttribute", "TaskId", taskId)
                        .path("TaskStatus")
                        .asText();
            } while (status.equals("Processing") && System.nanoTime() < deadline);
            assertThat(status).isEqualTo("Finished");
        }
    }
}
