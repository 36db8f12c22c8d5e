package io.ecsimages.server.rpc;

import io.micronaut.context.BeanProvider;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.runtime.graceful.GracefulShutdownManager;
import java.time.Duration;

/**
 * A server that is about to stop. For a moment it still answers, and closes each connection with the answer: a caller that
 * keeps its connection would otherwise send the next request while the server closes it, and never know what became of it.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(RpcFilter.ORDER)
public final class LameDuck {

    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final BeanProvider<GracefulShutdownManager> tasks;
    private volatile boolean begun;

    LameDuck(BeanProvider<GracefulShutdownManager> tasks) {
        this.tasks = tasks;
    }

    /** Begins it, and waits until the moment is over or nobody is connected any more. */
    public void begin() throws InterruptedException {
        begun = true;
        long end = System.nanoTime() + MOMENT.toNanos();
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
