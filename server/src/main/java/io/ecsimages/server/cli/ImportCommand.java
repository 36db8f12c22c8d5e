package io.ecsimages.server.cli;

import io.ecsimages.server.transfer.Importer;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Imports dumps of DescribeImages responses. */
@Command(
        name = "import",
        description = {
            "Imports images from DescribeImages responses in JSON or XML.",
            "Each file is imported completely or not at all. Importing an image again updates it."
        },
        footer = {
            "",
            "Examples:",
            "  ecs-images import --data ./catalogue --account 1234567890123456 images.json",
            "  ecs-images import --data ./catalogue --account 1234567890123456 --region cn-hangzhou --replace dumps/"
        })
final class ImportCommand implements Callable<Integer> {

    @Mixin
    private DataOption data;

    @Option(
            names = "--account",
            required = true,
            paramLabel = "UID",
            converter = OptionConverters.AccountId.class,
            description =
                    "The account that sent the requests. It owns images with ImageOwnerAlias self; those with others are"
                            + " shared with it.")
    private long account;

    @Option(names = "--region", paramLabel = "REGION", description = "The region of responses without a RegionId.")
    @Nullable
    private String region;

    @Option(names = "--dry-run", description = "Validate the files and print the changes without storing them.")
    private boolean dryRun;

    @Option(
            names = "--replace",
            description = {
                "Delete images of the account that the files do not contain, in the regions of the files, and stop"
                        + " sharing other images with it that the files do not contain. Delete public (system) and"
                        + " Marketplace images only if the files contain others of the same kind.",
                "The files must contain every page of a listing (see TotalCount).",
                "All files are imported, or none."
            })
    private boolean replace;

    @Mixin
    private OutputOption output;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "A file with one response, or with an array or sequence of JSON responses, optionally compressed"
                            + " (.gz); a folder of such files; or - for standard input.")
    private List<Path> files;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (var context = data.openOrCreate();
                var dumpFiles = new DumpFiles(region)) {
            var dumps = dumpFiles.open(files);
            var importer = context.getBean(Importer.class);
            if (dryRun) {
                importer.dryRun(() -> importAll(importer, dumps));
            } else {
                importAll(importer, dumps);
            }
        }
        data.compact(spec.commandLine().getErr());
        return 0;
    }

    private int importAll(Importer importer, List<DumpFiles.NamedDump> dumps) {
        if (replace) {
            var summary = importer.replace(
                    dumps.stream().map(DumpFiles.NamedDump::dump).toList(), account);
            print(dumps.size() == 1 ? dumps.get(0).name() : dumps.size() + " files", summary);
        } else {
            var total = Importer.Summary.NOTHING;
            for (var dump : dumps) {
                var summary = importer.importDump(dump.dump(), account);
                print(dump.name(), summary);
                total = total.plus(summary);
            }
            total.gaps().forEach(gap -> spec.commandLine().getErr().println("warning: " + gap));
        }
        return dumps.size();
    }

    private void print(String file, Importer.Summary summary) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("file", file);
        fields.put("added", summary.added());
        fields.put("updated", summary.updated());
        if (replace) {
            fields.put("deleted", summary.deleted());
            fields.put("unshared", summary.unshared());
        }
        fields.put("dryRun", dryRun);
        var text = file + ": " + summary.added() + " added, " + summary.updated() + " updated"
                + (replace ? ", " + summary.deleted() + " deleted, " + summary.unshared() + " no longer shared" : "")
                + (dryRun ? " (dry run: nothing is stored)" : "");
        spec.commandLine().getOut().println(output.render(text, fields));
    }
}
