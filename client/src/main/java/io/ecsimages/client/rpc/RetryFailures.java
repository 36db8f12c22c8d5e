package io.ecsimages.client.rpc;

import io.ecsimages.client.EcsImagesException;
import io.ecsimages.client.NoAnswerException;
import io.micronaut.retry.annotation.RetryPredicate;
import io.micronaut.retry.annotation.Retryable;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.ConnectException;

/** Repeats a call that was throttled, that the server failed to answer, or that found no connection: each time later, and signed anew. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Retryable(
        attempts = "${ecs-images.retry.attempts:2}",
        delay = "${ecs-images.retry.delay:500ms}",
        maxDelay = "${ecs-images.retry.max-delay:5s}",
        multiplier = "${ecs-images.retry.multiplier:2.0}",
        predicate = RetryFailures.Temporary.class)
public @interface RetryFailures {

    /** What may go away by itself. */
    final class Temporary implements RetryPredicate {

        @Override
        public boolean test(Throwable failure) {
            return failure instanceof EcsImagesException e
                            && (e.status() >= 500 || e.code().startsWith("Throttling"))
                    || failure instanceof NoAnswerException unanswered && wasNotSent(unanswered);
        }

        /** Without a connection nothing was asked; what else goes unanswered may have been done. */
        private static boolean wasNotSent(NoAnswerException failure) {
            return failure.getCause().getCause() instanceof ConnectException;
        }
    }
}
