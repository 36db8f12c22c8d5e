package io.ecsimages.server.cli;

import io.ecsimages.server.transfer.Importer;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes dumps of real answers into a catalogue. */
@Command(
        name = "import",
        description = {
            "Takes images into the catalogue, from what DescribeImages answered (in JSON or XML).",
            "Each file is taken whole or not at all. Importing an image again brings it up to date."
        })
final class ImportCommand implements Callable<Integer> {

    @Mixin
    private DataOption data;

    @Option(
            names = "--account",
            required = true,
            paramLabel = "UID",
            description =
                    "The account whose answers they are: it owns what is self, and what is others is shared with it.")
    private long account;

    @Option(names = "--region", paramLabel = "REGION", description = "The region of answers that name none.")
    @Nullable
    private String region;

    @Option(names = "--dry-run", description = "Check everything and say what would change; store nothing.")
    private boolean dryRun;

    @Option(
            names = "--replace",
            description = {
                "The files together are all that the account sees in the regions that they name: what it owns there and"
                        + " they do not hold is deleted, what is shared with it is no longer. Images of the vendor and of"
                        + " the market are deleted only where the files hold others of them.",
                "Every page must be there: what TotalCount names and the files do not hold is an error.",
                "All files are taken, or none."
            })
    private boolean replace;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "One answer, or in JSON an array of them, or one after another; a .gz of these; a folder of"
                    + " such files; - is standard input.")
    private List<Path> files;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (var context = data.open();
                var dumpFiles = new DumpFiles(region)) {
            var dumps = dumpFiles.open(files);
            var importer = context.getBean(Importer.class);
            if (dryRun) {
                importer.dryRun(() -> take(importer, dumps));
            } else {
                take(importer, dumps);
            }
        }
        return 0;
    }

    private int take(Importer importer, List<DumpFiles.Named> dumps) {
        if (replace) {
            var summary =
                    importer.replace(dumps.stream().map(DumpFiles.Named::dump).toList(), account);
            say(
                    dumps.size() == 1 ? dumps.get(0).name() : dumps.size() + " files",
                    summary,
                    ", " + summary.deleted() + " deleted, " + summary.unshared() + " no longer shared");
        } else {
            var all = Importer.Summary.NOTHING;
            for (var named : dumps) {
                var summary = importer.take(named.dump(), account);
                say(named.name(), summary, "");
                all = all.plus(summary);
            }
            all.gaps().forEach(gap -> spec.commandLine().getErr().println("warning: " + gap));
        }
        return dumps.size();
    }

    private void say(String name, Importer.Summary summary, String more) {
        spec.commandLine()
                .getOut()
                .println(name + ": " + summary.added() + " added, " + summary.updated() + " updated" + more
                        + (dryRun ? " (a dry run: nothing is stored)" : ""));
    }
}
