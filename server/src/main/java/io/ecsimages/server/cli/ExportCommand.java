package io.ecsimages.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ecsimages.server.transfer.Exporter;
import io.micronaut.core.annotation.Nullable;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Gives an account's images back, in the form in which they came. */
@Command(
        name = "export",
        description = {
            "Writes what an account sees, as DescribeImages answers in JSON, one a line, to standard output:",
            "its own images, those shared with it, the vendor's, and those of the market, in every Status."
        })
final class ExportCommand implements Callable<Integer> {

    @Mixin
    private DataOption data;

    @Option(names = "--account", required = true, paramLabel = "UID", description = "The account that sees them.")
    private long account;

    @Option(names = "--region", paramLabel = "REGION", description = "Only this region. Default: all that have images.")
    @Nullable
    private String region;

    @Override
    public Integer call() {
        try (var context = data.open()) {
            context.getBean(Exporter.class).export(account, region, ExportCommand::print);
        }
        return 0;
    }

    /** In UTF-8, whatever the terminal's encoding: it is a file. */
    private static void print(ObjectNode answer) {
        var line = (answer + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(line, 0, line.length);
        if (System.out.checkError()) {
            throw new CommandException("standard output cannot be written");
        }
    }
}
