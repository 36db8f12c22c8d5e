package io.ecsimages.dist;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of a command line, in the format of {@code man}. */
final class ManualPage {

    private static final Map<String, String> ENVIRONMENT = environment();

    private final StringBuilder page = new StringBuilder();

    private ManualPage() {}

    /** Returns the page of a command and its subcommands. */
    static String of(CommandLine commandLine) {
        return new ManualPage().write(commandLine.getCommandSpec());
    }

    /** The variables of the launcher. */
    private static Map<String, String> environment() {
        var variables = new LinkedHashMap<String, String>();
        variables.put(
                "ECS_IMAGES_MODE",
                "light: starts fast and takes little memory; throughput: answers the most requests."
                        + " Default: throughput with --data or --database, otherwise light.");
        variables.put("ECS_IMAGES_JVM_OPTS", "More options of the JVM, separated by spaces.");
        return variables;
    }

    private String write(CommandSpec root) {
        var name = root.name();
        var description = root.usageMessage().description();
        line(".TH " + name.toUpperCase(Locale.ROOT) + " 1 \"\" \"" + root.version()[0] + "\"");
        line(".SH NAME");
        text(name + " - " + lowerCaseFirst(description[0].replaceAll("\\..*", "")));
        line(".SH SYNOPSIS");
        bold(name);
        text("[COMMAND] [OPTION...]");
        line(".SH DESCRIPTION");
        Arrays.stream(description).forEach(this::text);
        line(".SH COMMANDS");
        subcommands(root);
        line(".SH ENVIRONMENT");
        ENVIRONMENT.forEach((variable, meaning) -> entry(variable, meaning));
        footer(root);
        return page.toString();
    }

    private void subcommands(CommandSpec parent) {
        for (CommandLine command : parent.subcommands().values()) {
            var spec = command.getCommandSpec();
            line(".SS \"" + escape(spec.qualifiedName()) + "\"");
            Arrays.stream(spec.usageMessage().description()).forEach(this::text);
            for (PositionalParamSpec parameter : spec.positionalParameters()) {
                if (!parameter.hidden()) {
                    entry(parameter.paramLabel(), description(parameter));
                }
            }
            for (OptionSpec option : spec.options()) {
                if (!option.hidden() && !option.usageHelp() && !option.versionHelp()) {
                    var label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
                    entry(String.join(", ", option.names()) + label, description(option));
                }
            }
            subcommands(spec);
        }
    }

    private static String description(ArgSpec argument) {
        return Arrays.stream(argument.renderedDescription())
                .map(text -> Ansi.OFF.string(text).replace("%n", " "))
                .collect(Collectors.joining(" "));
    }

    /** Writes the examples and exit codes: a title that ends with a colon begins a section. */
    private void footer(CommandSpec root) {
        for (String text : root.usageMessage().footer()) {
            if (text.endsWith(":")) {
                line(".SH " + text.replace(":", "").toUpperCase(Locale.ROOT));
                line(".nf");
            } else if (text.isEmpty()) {
                line(".fi");
            } else {
                line(escape(text));
            }
        }
        line(".fi");
    }

    private void entry(String term, String meaning) {
        line(".TP");
        bold(term);
        text(meaning);
    }

    private void bold(String text) {
        line("\\fB" + escape(text) + "\\fR");
    }

    private void text(String text) {
        if (!text.isEmpty()) {
            line(escape(text));
        }
    }

    private void line(String line) {
        page.append(line).append('\n');
    }

    /** A backslash, a hyphen, and a dot or a quote at the start of a line have a meaning for {@code man}. */
    private static String escape(String text) {
        var escaped = text.replace("\\", "\\e").replace("-", "\\-");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }

    private static String lowerCaseFirst(String text) {
        return Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}
