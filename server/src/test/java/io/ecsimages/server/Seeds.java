package io.ecsimages.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;
import org.opentest4j.TestAbortedException;

/**
 * Runs a test with random seeds, its first argument. A failure shows the seed; {@code -Decs-images.seed=N} repeats the test with
 * it.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "seed {0}")
@ArgumentsSource(Seeds.Provider.class)
@ExtendWith(Seeds.SeedInMessage.class)
public @interface Seeds {

    /** Number of seeds. */
    int value();

    /** Provides random seeds, or the seed in the system property. */
    final class Provider implements ArgumentsProvider {

        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext test) {
            var seed = Long.getLong("ecs-images.seed");
            var seeds = seed == null
                    ? LongStream.generate(new Random()::nextLong)
                            .limit(test.getRequiredTestMethod()
                                    .getAnnotation(Seeds.class)
                                    .value())
                    : LongStream.of(seed);
            return seeds.mapToObj(Arguments::of);
        }
    }

    /** Prefixes the message of a failure with the seed. */
    final class SeedInMessage implements TestExecutionExceptionHandler {

        @Override
        public void handleTestExecutionException(ExtensionContext test, Throwable failure) throws Throwable {
            if (failure instanceof TestAbortedException) {
                throw failure;
            }
            throw new AssertionError(
                    "-Decs-images." + test.getDisplayName().replace(' ', '=') + ": " + failure.getMessage(), failure);
        }
    }
}
