package io.ecsimages.server.task;

import java.time.LocalDateTime;

/** The state of a task at a time, in the words of DescribeTaskAttribute. */
enum TaskState {
    RUNNING("Processing", "Processing", "", ""),
    SUCCEEDED("Finished", "Success", "", ""),
    FAILED("Failed", "Failed", "ImportImageFailed", "Importing image is failed, Please contact the administrator.");

    private final String taskStatus;
    private final String operationStatus;
    private final String errorCode;
    private final String errorMessage;

    TaskState(String taskStatus, String operationStatus, String errorCode, String errorMessage) {
        this.taskStatus = taskStatus;
        this.operationStatus = operationStatus;
        this.errorCode = errorCode;
        this.errorMessage = errorMessage;
    }

    static TaskState of(Task task, LocalDateTime time) {
        if (!task.isFinishedAt(time)) {
            return RUNNING;
        }
        return task.failed() ? FAILED : SUCCEEDED;
    }

    String taskStatus() {
        return taskStatus;
    }

    String operationStatus() {
        return operationStatus;
    }

    String errorCode() {
        return errorCode;
    }

    String errorMessage() {
        return errorMessage;
    }
}
