package io.ecsimages.server.task;

import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.write.ImageCreator;
import io.ecsimages.server.write.ImageEditor;
import io.ecsimages.server.write.ResourceIds;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.function.Function;

/** Begins the tasks that import and export images. */
@Singleton
public class ImageTasks {

    /** The file of an image in OSS. */
    public record ImageFile(String bucket, String object, String format) {}

    private final TaskRepository tasks;
    private final ImageEditor editor;
    private final ImageCreator creator;
    private final ResourceIds ids;

    ImageTasks(TaskRepository tasks, ImageEditor editor, ImageCreator creator, ResourceIds ids) {
        this.tasks = tasks;
        this.editor = editor;
        this.creator = creator;
        this.ids = ids;
    }

    /**
     * Begins a task of the owner of an image, which takes the time that a new image is Creating.
     *
     * @param action the operation
     * @param failed whether the task fails, at once
     * @param file the file, by TaskId
     * @return the TaskId
     */
    public String begin(String action, ImageEntity image, boolean failed, Function<String, ImageFile> file) {
        var taskId = ids.task(image.regionId());
        var named = file.apply(taskId);
        var now = editor.now();
        tasks.save(new Task(
                taskId,
                Objects.requireNonNull(image.ownerId()),
                image.regionId(),
                action,
                image.imageId(),
                now,
                failed ? now : now.plus(creator.creationTime()),
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
