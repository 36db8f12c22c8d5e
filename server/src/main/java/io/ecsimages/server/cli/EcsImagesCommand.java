package io.ecsimages.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line. Without a subcommand it runs {@code serve}. */
@Command(
        name = "ecs-images",
        description = {"A local emulator of the Alibaba Cloud ECS image APIs. Without a command, it runs serve.", ""},
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = EcsImagesCommand.Version.class,
        subcommands = {
            ServeCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            AccessKeyCommand.class,
            DoctorCommand.class,
            CompletionCommand.class
        })
public final class EcsImagesCommand extends ImageCommands implements Callable<Integer> {

    /** The status of a command that keeps running in the background. Any other status is the exit code. */
    public static final int RUNNING = -1;

    private static final String SERVE = "serve";

    /** The options that all commands have. */
    private static final Set<String> HELP_OPTIONS = Set.of("-h", "--help", "-V", "--version");

    private static final String[] FOOTER = {
        "",
        "Examples:",
        "  ecs-images                     serve a sample catalogue on port 8080",
        "  ecs-images import --data ./catalogue --account 1234567890123456 images.json",
        "  ecs-images access-key create --data ./catalogue --account 1234567890123456",
        "  ecs-images serve --data ./catalogue",
        "",
        "Exit codes:",
        "  0         success",
        "  1         the command failed; one line on standard error says why",
        "  2         wrong arguments",
        "  130, 143  Ctrl-C or SIGTERM stopped the program"
    };

    /** The commands of each section of the help. */
    private static final Map<String, List<String>> COMMAND_GROUPS = commandGroups();

    @Mixin
    private ServerOptions options;

    @Spec
    private CommandSpec spec;

    private static Map<String, List<String>> commandGroups() {
        var groups = new LinkedHashMap<String, List<String>>();
        groups.put("Run a server:", List.of("serve", "doctor"));
        groups.put("Manage the catalogue:", List.of("import", "export", "backup", "restore", "access-key"));
        groups.put(
                "Change or explain one image:",
                List.of(
                        "share",
                        "unshare",
                        "publish",
                        "unpublish",
                        "subscribe",
                        "unsubscribe",
                        "set-creating",
                        "explain"));
        groups.put("Set up a shell:", List.of("completion"));
        return groups;
    }

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
        boolean serves = onlyServes(arguments);
        boolean named = serves && arguments.length > 0 && arguments[0].equals(SERVE);
        return (serves ? serveCommand(named) : allCommands())
                .setParameterExceptionHandler((e, all) -> {
                    var command = e.getCommandLine().getCommandSpec().qualifiedName();
                    e.getCommandLine()
                            .getErr()
                            .println("ecs-images: " + ErrorMessages.ofUsage(e) + "; see '" + command + " --help'");
                    return ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((e, command, result) -> {
                    command.getErr().println("ecs-images: " + ErrorMessages.describe(e));
                    return ExitCode.SOFTWARE;
                })
                .execute(named ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments);
    }

    /** Returns whether the arguments start a server, and ask for no help. */
    private static boolean onlyServes(String... arguments) {
        return (arguments.length == 0 || arguments[0].equals(SERVE) || arguments[0].startsWith("--"))
                && Arrays.stream(arguments)
                        .noneMatch(argument -> argument.startsWith("@") || HELP_OPTIONS.contains(argument));
    }

    /** The command line of a server. To read the annotations of all commands takes a seventh of the start of a server. */
    private static CommandLine serveCommand(boolean named) {
        return new CommandLine(new ServeCommand()).setCommandName(named ? "ecs-images " + SERVE : "ecs-images");
    }

    private static CommandLine allCommands() {
        var commandLine = new CommandLine(new EcsImagesCommand());
        commandLine.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, EcsImagesCommand::commandList);
        // Set here, because subcommands would inherit it from the annotation.
        commandLine.getCommandSpec().usageMessage().footer(FOOTER);
        return commandLine;
    }

    /** Lists the commands by purpose. */
    private static String commandList(Help help) {
        var text = new StringBuilder();
        var commands = help.subcommands();
        COMMAND_GROUPS.forEach((title, names) -> {
            text.append(System.lineSeparator()).append(title).append(System.lineSeparator());
            for (String name : names) {
                var description = Objects.requireNonNull(commands.get(name))
                        .commandSpec()
                        .usageMessage()
                        .description();
                text.append(String.format("  %-20s %s%n", name, description[0]));
            }
        });
        return text.toString();
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
