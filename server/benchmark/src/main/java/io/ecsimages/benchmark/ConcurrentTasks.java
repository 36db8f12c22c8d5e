package io.ecsimages.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** Tasks that run at the same time, each in a thread of its own. */
final class ConcurrentTasks {

    private ConcurrentTasks() {}

    /**
     * Waits for the results of all tasks, in their order.
     *
     * @throws IllegalStateException if a task fails
     */
    static <T> List<T> call(List<Callable<T>> tasks) throws InterruptedException {
        var threads = Executors.newFixedThreadPool(tasks.size());
        try {
            var results = new ArrayList<T>();
            for (var result : threads.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdown();
        }
    }
}
