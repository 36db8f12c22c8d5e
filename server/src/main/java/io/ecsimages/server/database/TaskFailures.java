package io.ecsimages.server.database;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.scheduling.DefaultTaskExceptionHandler;
import jakarta.inject.Singleton;

/** A task that meets a database which does not answer is done again at its next time: nothing to say beside the outage. */
@Singleton
@Replaces(DefaultTaskExceptionHandler.class)
final class TaskFailures extends DefaultTaskExceptionHandler {

    private final Outage outage;

    TaskFailures(Outage outage) {
        this.outage = outage;
    }

    @Override
    public void handle(Object bean, Throwable failure) {
        SqlFailure.unavailable(failure).ifPresentOrElse(outage::met, () -> super.handle(bean, failure));
    }
}
