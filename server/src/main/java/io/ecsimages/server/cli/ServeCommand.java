package io.ecsimages.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Serves a catalogue over HTTP until it is stopped. */
@Command(name = "serve", description = "Answers DescribeImages over HTTP. This is what happens without a command, too.")
final class ServeCommand implements Callable<Integer> {

    @Mixin
    private ServerOptions serving;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return serving.start(spec.commandLine().getOut());
    }
}
