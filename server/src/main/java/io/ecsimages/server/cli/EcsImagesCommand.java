package io.ecsimages.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Properties;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line. Without a subcommand it runs {@code serve}. */
@Command(
        name = "ecs-images",
        description = "A local emulator of the Alibaba Cloud ECS image APIs.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = EcsImagesCommand.Version.class,
        subcommands = {
            ServeCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            AccessKeyCommand.class
        })
public final class EcsImagesCommand extends ImageCommands implements Callable<Integer> {

    /** The status of a command that keeps running in the background. Any other status is the exit code. */
    public static final int RUNNING = -1;

    @Mixin
    private ServerOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return options.start(out());
    }

    @Override
    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /**
     * Runs a command; prints an error in one line.
     *
     * @return {@link #RUNNING} or the exit code
     */
    public static int run(String... arguments) {
        // H2 opens a port for other processes of this machine.
        System.setProperty("h2.bindAddress", "127.0.0.1");
        // The object cache of H2 costs time and rarely has hits.
        System.setProperty("h2.objectCache", "false");
        // JDBC drivers use this time zone, which must be the same on all machines.
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        return new CommandLine(new EcsImagesCommand())
                .setParameterExceptionHandler((e, all) -> {
                    var command = e.getCommandLine().getCommandSpec().qualifiedName();
                    e.getCommandLine()
                            .getErr()
                            .println("ecs-images: " + ErrorMessages.ofUsage(e) + "; see '" + command + " --help'");
                    return ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((e, commandLine, result) -> {
                    commandLine.getErr().println("ecs-images: " + ErrorMessages.describe(e));
                    return ExitCode.SOFTWARE;
                })
                .execute(arguments);
    }

    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() throws IOException {
            var properties = new Properties();
            try (var stream = EcsImagesCommand.class.getResourceAsStream("/version.properties")) {
                properties.load(stream);
            }
            return new String[] {"ecs-images " + properties.getProperty("version")};
        }
    }
}
