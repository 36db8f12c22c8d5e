package io.ecsimages.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Properties;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program, and its commands. Without one it serves. */
@Command(
        name = "ecs-images",
        description = "An image catalogue that answers the Alibaba Cloud ECS call DescribeImages.",
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

    /** The status of a command that goes on in the background; anything else ends the program. */
    public static final int RUNNING = -1;

    private static final int FAILED = 1;

    @Mixin
    private ServerOptions serving;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return serving.start(out());
    }

    @Override
    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Runs one command; says what went wrong in one line. */
    public static int run(String... arguments) {
        // The database opens a port for other processes of this machine; nobody else needs it.
        System.setProperty("h2.bindAddress", "127.0.0.1");
        // It would look for each value that it reads among some that it read before: hardly ever with success.
        System.setProperty("h2.objectCache", "false");
        // Drivers write times in this zone; programs on several machines must mean the same.
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        return new CommandLine(new EcsImagesCommand())
                .setExecutionExceptionHandler((e, commandLine, result) -> {
                    commandLine.getErr().println("ecs-images: " + ErrorMessages.describe(e));
                    return FAILED;
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
