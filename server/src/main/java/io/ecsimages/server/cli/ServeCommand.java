package io.ecsimages.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs a server until it is stopped. */
@Command(
        name = "serve",
        description = "Starts the server. This is the default command.",
        footer = {
            "",
            "Examples:",
            "  ecs-images serve --data ./catalogue",
            "  ecs-images serve --host 0.0.0.0 --database jdbc:postgresql://db.example.com/ecs_images"
        })
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
