package io.ecsimages.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs a server until it is stopped. */
@Command(name = "serve", description = "Starts the server. This is the default command.")
final class ServeCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return options.start(spec.commandLine().getOut());
    }
}
