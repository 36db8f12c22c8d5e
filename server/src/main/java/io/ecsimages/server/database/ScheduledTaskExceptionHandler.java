package io.ecsimages.server.database;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.scheduling.DefaultTaskExceptionHandler;
import jakarta.inject.Singleton;

/** Reports a scheduled task that failed because the database is unreachable only as an availability; the task runs again later. */
@Singleton
@Replaces(DefaultTaskExceptionHandler.class)
final class ScheduledTaskExceptionHandler extends DefaultTaskExceptionHandler {

    private final DatabaseAvailability availability;

    ScheduledTaskExceptionHandler(DatabaseAvailability availability) {
        this.availability = availability;
    }

    @Override
    public void handle(Object bean, Throwable failure) {
        SqlErrors.findUnavailable(failure).ifPresentOrElse(availability::failed, () -> super.handle(bean, failure));
    }
}
