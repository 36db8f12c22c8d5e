package io.ecsimages.server.cli;

import io.ecsimages.server.netty.LameDuck;
import io.micronaut.context.ApplicationContext;
import io.netty.channel.EventLoopGroup;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Shuts down the server gracefully on SIGTERM or Ctrl-C. Running requests complete and are logged; then the catalogue
 * closes. A signal handler runs before JVM shutdown hooks, one of which closes H2. A second signal ends the process
 * immediately.
 */
final class ShutdownSignalHandler implements SignalHandler {

    /** The exit code of a process that a signal ended is this plus the signal number. */
    private static final int SIGNAL_EXIT_BASE = 128;

    private static final int LOG_TIMEOUT_SECONDS = 5;

    private final ApplicationContext context;

    private ShutdownSignalHandler(ApplicationContext context) {
        this.context = context;
    }

    static void prepare(ApplicationContext context) {
        var handler = new ShutdownSignalHandler(context);
        Signal.handle(new Signal("TERM"), handler);
        Signal.handle(new Signal("INT"), handler);
        Runtime.getRuntime().addShutdownHook(new Thread(context::close, "shutdown"));
    }

    @Override
    public void handle(Signal signal) {
        Signal.handle(new Signal("TERM"), SIG_DFL);
        Signal.handle(new Signal("INT"), SIG_DFL);
        // Signal handlers run on a daemon thread. Without a non-daemon thread the JVM could exit with 0 as soon as the
        // last thread of the server ends.
        var thread = new Thread(() -> shutDown(signal), "graceful-shutdown");
        thread.setDaemon(false);
        thread.start();
    }

    private void shutDown(Signal signal) {
        try {
            // Event loops write the access log after they send the response.
            var eventLoops = context.getBeansOfType(EventLoopGroup.class);
            context.getBean(LameDuck.class).begin();
            context.close();
            for (var loops : eventLoops) {
                loops.terminationFuture().await(LOG_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            System.exit(SIGNAL_EXIT_BASE + signal.getNumber());
        }
    }
}
