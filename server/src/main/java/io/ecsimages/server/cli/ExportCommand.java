package io.ecsimages.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ecsimages.server.transfer.Exporter;
import io.micronaut.core.annotation.Nullable;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Exports the images that an account sees. */
@Command(
        name = "export",
        description = {
            "Writes the images that an account sees to standard output.",
            "These are its own, shared, community, public (system) and Marketplace images, in every Status. The output"
                    + " consists of DescribeImages responses in JSON, one per line."
        },
        footer = {
            "",
            "Examples:",
            "  ecs-images export --data ./catalogue --account 1234567890123456 --region cn-hangzhou > images.json"
        })
final class ExportCommand implements Callable<Integer> {

    @Mixin
    private DataOption data;

    @Option(
            names = "--account",
            required = true,
            paramLabel = "UID",
            converter = OptionConverters.AccountId.class,
            description = "The account that sees the images.")
    private long account;

    @Option(names = "--region", paramLabel = "REGION", description = "The region. Default: all regions with images.")
    @Nullable
    private String region;

    @Override
    public Integer call() {
        try (var context = data.open()) {
            context.getBean(Exporter.class).export(account, region, ExportCommand::print);
        }
        return 0;
    }

    /** Writes UTF-8 regardless of the encoding of the terminal, because the output is a dump. */
    private static void print(ObjectNode response) {
        var line = (response + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(line, 0, line.length);
        if (System.out.checkError()) {
            throw new CommandException("cannot write to standard output");
        }
    }
}
