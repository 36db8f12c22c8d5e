package io.ecsimages.server.database;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import io.micronaut.scheduling.executor.ExecutorConfiguration;
import io.micronaut.scheduling.executor.ExecutorType;
import io.micronaut.scheduling.executor.UserExecutorConfiguration;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * The threads of calls, which use the database. Their number is fixed: the executor of Micronaut, which starts threads as needed,
 * costs an eighth of the CPU time of a busy server. Documentation and health keep that executor, so that they answer while all
 * calls wait.
 */
@Factory
public final class CallExecutors {

    /** Runs batches of authentication, one at a time. */
    public static final String AUTHENTICATION = "authentication";

    /** Runs the controllers of calls, and checks of signatures that may read the database. */
    public static final String CALLS = "calls";

    /** More than one: if the database hangs, calls hold all connections, and others have to wait for one until they fail. */
    private static final int CALLS_PER_CONNECTION = 4;

    private static ExecutorConfiguration fixed(String name, int threads) {
        var configuration = UserExecutorConfiguration.of(name, ExecutorType.FIXED);
        configuration.setNumberOfThreads(threads);
        return configuration;
    }

    @Singleton
    @Named(AUTHENTICATION)
    ExecutorConfiguration authentication() {
        return fixed(AUTHENTICATION, 1);
    }

    @Singleton
    @Named(CALLS)
    ExecutorConfiguration calls(@Value("${datasources.default.maximum-pool-size}") int connections) {
        return fixed(CALLS, CALLS_PER_CONNECTION * connections);
    }
}
