package io.ecsimages.server.task;

import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.write.ImageEditor;
import io.ecsimages.server.write.ResourceIds;
import jakarta.inject.Singleton;
import java.time.LocalDateTime;
import java.util.Objects;
import java.util.function.Function;

/** Begins the tasks that import and export images. */
@Singleton
public class ImageTasks {

    /** The file of an image in OSS. */
    public record ImageFile(String bucket, String object, String format) {}

    private final TaskRepository tasks;
    private final ImageEditor editor;
    private final ResourceIds ids;

    ImageTasks(TaskRepository tasks, ImageEditor editor, ResourceIds ids) {
        this.tasks = tasks;
        this.editor = editor;
        this.ids = ids;
    }

    /**
     * Begins a task of the owner of an image.
     *
     * @param action the operation
     * @param finishedTime when it ends, in UTC
     * @param failed whether it fails
     * @param file the file, by TaskId
     * @return the TaskId
     */
    public String begin(
            String action,
            ImageEntity image,
            LocalDateTime finishedTime,
            boolean failed,
            Function<String, ImageFile> file) {
        var taskId = ids.task(image.regionId());
        var named = file.apply(taskId);
        tasks.save(new Task(
                taskId,
                Objects.requireNonNull(image.ownerId()),
                image.regionId(),
                action,
                image.imageId(),
                editor.now(),
                finishedTime,
                failed,
                named.bucket(),
                named.object(),
                named.format()));
        return taskId;
    }

    /** Returns whether a task of an operation runs for an image. */
    public boolean isRunning(String action, ImageEntity image) {
        return tasks.existsByImageIdAndRegionIdAndActionAndFinishedTimeAfter(
                image.imageId(), image.regionId(), action, editor.now());
    }
}
