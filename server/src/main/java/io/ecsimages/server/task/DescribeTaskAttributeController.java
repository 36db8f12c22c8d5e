package io.ecsimages.server.task;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.DescribeTaskAttributeApi;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.DescribeTaskAttributeRequest;
import io.ecsimages.server.model.DescribeTaskAttributeResponse;
import io.ecsimages.server.model.OperationProgress;
import io.ecsimages.server.model.OperationProgressSet;
import io.ecsimages.server.model.RelatedItem;
import io.ecsimages.server.model.RelatedItemSet;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.region.Regions;
import io.ecsimages.server.store.CatalogueReader;
import io.micronaut.http.annotation.Controller;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** DescribeTaskAttribute: a task of the caller, which ends by the passage of time. */
@Controller
class DescribeTaskAttributeController implements DescribeTaskAttributeApi {

    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm'Z'");

    private final TaskRepository tasks;
    private final Regions regions;
    private final CatalogueReader reader;
    private final Clock clock;

    DescribeTaskAttributeController(TaskRepository tasks, Regions regions, CatalogueReader reader, Clock clock) {
        this.tasks = tasks;
        this.regions = regions;
        this.reader = reader;
        this.clock = clock;
    }

    @Override
    public DescribeTaskAttributeResponse describeTaskAttribute(
            DescribeTaskAttributeRequest request, RequestContext context) {
        var task = tasks.findByTaskIdAndAccountIdAndRegionId(
                        request.getTaskId(), context.account(), request.getRegionId())
                .orElseThrow(() -> new ApiException(
                        regions.contains(request.getRegionId())
                                ? ApiError.INVALID_TASK_ID_NOT_FOUND
                                : ApiError.TASK_INVALID_REGION_ID_NOT_FOUND));
        var now = LocalDateTime.now(clock);
        if (!task.isFinishedAt(now)) {
            reader.markTimeDependent();
        }
        context.returnedRows(1);
        return response(task, now).requestId(context.requestId());
    }

    private static DescribeTaskAttributeResponse response(Task task, LocalDateTime now) {
        var state = TaskState.of(task, now);
        return new DescribeTaskAttributeResponse()
                .regionId(task.regionId())
                .taskId(task.taskId())
                .taskAction(task.action())
                .taskStatus(state.taskStatus())
                .taskProcess(task.progressAt(now) + "%")
                .supportCancel("false")
                .totalCount(1)
                .successCount(state == TaskState.SUCCEEDED ? 1 : 0)
                .failedCount(state == TaskState.FAILED ? 1 : 0)
                .creationTime(MINUTES.format(task.creationTime()))
                .finishedTime(state == TaskState.RUNNING ? null : MINUTES.format(task.finishedTime()))
                .operationProgressSet(new OperationProgressSet()
                        .operationProgress(List.of(new OperationProgress()
                                .operationStatus(state.operationStatus())
                                .errorCode(state.errorCode())
                                .errorMsg(state.errorMessage())
                                .relatedItemSet(new RelatedItemSet().relatedItem(relatedItems(task))))));
    }

    private static List<RelatedItem> relatedItems(Task task) {
        return List.of(
                new RelatedItem().name("OSSBucket").value(task.ossBucket()),
                new RelatedItem().name("OSSObject").value(task.ossObject()),
                new RelatedItem().name("ImageFormat").value(task.imageFormat()));
    }
}
