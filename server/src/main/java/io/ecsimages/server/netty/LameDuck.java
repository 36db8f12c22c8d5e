package io.ecsimages.server.netty;

import io.micronaut.context.BeanProvider;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.runtime.graceful.GracefulShutdownManager;
import java.time.Duration;

/**
 * The state of a server that is about to shut down. For a second it still answers requests, and closes each connection with the
 * response: otherwise a client that keeps its connection could send a request while the server closes it, and never learn
 * whether it was processed.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(LameDuck.ORDER)
public final class LameDuck {

    /** With the filter of the actions. */
    static final int ORDER = 0;

    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final BeanProvider<GracefulShutdownManager> tasks;
    private volatile boolean begun;

    LameDuck(BeanProvider<GracefulShutdownManager> tasks) {
        this.tasks = tasks;
    }

    /** Begins the state, and waits until the period is over or no connection is left. */
    public void begin() throws InterruptedException {
        begun = true;
        long end = System.nanoTime() + PERIOD.toNanos();
        while (System.nanoTime() < end && tasks.get().reportActiveTasks().orElse(0) > 0) {
            Thread.sleep(10);
        }
    }

    public boolean hasBegun() {
        return begun;
    }

    @ResponseFilter
    void answer(MutableHttpResponse<?> response) {
        if (begun) {
            response.getHeaders().set("Connection", "close");
        }
    }
}
