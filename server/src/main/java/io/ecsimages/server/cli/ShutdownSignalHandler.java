package io.ecsimages.server.cli;

import io.ecsimages.server.netty.LameDuck;
import io.micronaut.context.ApplicationContext;
import io.netty.channel.EventLoopGroup;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The end of a server, by SIGTERM or Ctrl-C: first what runs is answered, then the catalogue is closed, and the last answer
 * has its line in the log before the program ends. The signal is handled before the virtual machine begins to shut down,
 * for then the database closes itself, under the requests that still run. A second signal does not wait for them.
 */
final class ShutdownSignalHandler implements SignalHandler {

    /** What a program that a signal ended is known to return, beside the signal's number. */
    private static final int BY_SIGNAL = 128;

    private static final int SECONDS_FOR_THE_LOG = 5;

    private final ApplicationContext context;

    private ShutdownSignalHandler(ApplicationContext context) {
        this.context = context;
    }

    static void prepare(ApplicationContext context) {
        var termination = new ShutdownSignalHandler(context);
        Signal.handle(new Signal("TERM"), termination);
        Signal.handle(new Signal("INT"), termination);
        Runtime.getRuntime().addShutdownHook(new Thread(context::close, "shutdown"));
    }

    @Override
    public void handle(Signal signal) {
        Signal.handle(new Signal("TERM"), SIG_DFL);
        Signal.handle(new Signal("INT"), SIG_DFL);
        // Signals are handled on a daemon. Without a thread of another kind the virtual machine could end by itself,
        // with 0, between the end of the server's last thread and that of this one.
        var ending = new Thread(() -> end(signal), "termination");
        ending.setDaemon(false);
        ending.start();
    }

    private void end(Signal signal) {
        try {
            // They say what a request came to after its answer is on its way, when the caller may already be gone.
            var eventLoops = context.getBeansOfType(EventLoopGroup.class);
            context.getBean(LameDuck.class).begin();
            context.close();
            for (var loops : eventLoops) {
                loops.terminationFuture().await(SECONDS_FOR_THE_LOG, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            System.exit(BY_SIGNAL + signal.getNumber());
        }
    }
}
