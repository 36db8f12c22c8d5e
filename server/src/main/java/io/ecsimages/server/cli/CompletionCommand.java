package io.ecsimages.server.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script that completes commands and options in a shell. */
@Command(
        name = "completion",
        description = "Prints a script that completes commands and options in bash, zsh or fish.",
        footer = {
            "",
            "Examples:",
            "  ecs-images completion bash > /etc/bash_completion.d/ecs-images",
            "  ecs-images completion fish > ~/.config/fish/completions/ecs-images.fish"
        })
final class CompletionCommand implements Callable<Integer> {

    /** Written on the command line as they are here. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    @Parameters(paramLabel = "SHELL", description = "The shell: ${COMPLETION-CANDIDATES}.")
    private Shell shell;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var root = spec.root();
        var out = spec.commandLine().getOut();
        switch (shell) {
            // The script for bash also serves zsh: it loads zsh's emulation of bash's completion.
            case bash, zsh -> out.print(AutoComplete.bash(root.name(), root.commandLine()));
            case fish -> printFish(root, "__fish_use_subcommand", out);
        }
        out.flush();
        return 0;
    }

    /** @param condition the fish function that holds while the arguments of this command are completed */
    private static void printFish(CommandSpec command, String condition, PrintWriter out) {
        var subcommands = command.subcommands();
        subcommands.forEach((name, line) -> printFish(
                command,
                condition,
                "-f -a " + name,
                line.getCommandSpec().usageMessage().description(),
                out));
        for (OptionSpec option : command.options()) {
            if (!option.hidden()) {
                var names = new StringBuilder(option.arity().max() > 0 ? "-r" : "");
                for (String name : option.names()) {
                    names.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
                }
                printFish(command, condition, names.toString().strip(), option.description(), out);
            }
        }
        subcommands.forEach((name, line) -> printFish(
                line.getCommandSpec(),
                (command.parent() == null ? "" : condition + "; and ") + "__fish_seen_subcommand_from " + name,
                out));
    }

    private static void printFish(
            CommandSpec command, String condition, String completion, String[] description, PrintWriter out) {
        var text = description.length == 0
                ? ""
                : description[0].replace("\\", "\\\\").replace("'", "\\'");
        out.println("complete -c " + command.root().name() + " -n '" + condition + "' " + completion + " -d '" + text
                + "'");
    }
}
