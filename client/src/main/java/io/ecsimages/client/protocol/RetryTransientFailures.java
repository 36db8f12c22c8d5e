package io.ecsimages.client.protocol;

import io.ecsimages.client.EcsImagesException;
import io.ecsimages.client.TransportException;
import io.micronaut.retry.annotation.RetryPredicate;
import io.micronaut.retry.annotation.Retryable;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.ConnectException;

/** Retries throttled calls, server errors and failed connections, with a growing delay and a new signature each time. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Retryable(
        attempts = "${ecs-images.retry.attempts:2}",
        delay = "${ecs-images.retry.delay:500ms}",
        maxDelay = "${ecs-images.retry.max-delay:5s}",
        multiplier = "${ecs-images.retry.multiplier:2.0}",
        predicate = RetryTransientFailures.TransientFailures.class)
public @interface RetryTransientFailures {

    /** Tells failures that may pass from those that stay. */
    final class TransientFailures implements RetryPredicate {

        @Override
        public boolean test(Throwable failure) {
            return failure instanceof EcsImagesException e
                    ? e.status() >= 500 || e.code().startsWith("Throttling")
                    : failure instanceof TransportException transport && wasNotSent(transport);
        }

        /** Without a connection the service saw no request; after that, it may have executed it. */
        private static boolean wasNotSent(TransportException failure) {
            return failure.getCause() instanceof Exception cause && cause.getCause() instanceof ConnectException;
        }
    }
}
