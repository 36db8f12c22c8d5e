package io.ecsimages.server.cli;

import io.micronaut.context.ApplicationContext;
import io.micronaut.core.annotation.Nullable;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where a catalogue is: in a folder, or in a database. */
final class StorageOptions {

    @Option(
            names = "--data",
            required = true,
            converter = DataFolder.Converter.class,
            paramLabel = "DIR",
            description = "The folder of the catalogue; made if it is not there.")
    @Nullable
    private DataFolder folder;

    @ArgGroup(exclusive = false)
    @Nullable
    private DatabaseOptions database;

    /** Whether nothing is there yet, so that there is nothing to read. */
    boolean isMissing() {
        return folder != null && folder.isMissing();
    }

    /** Opens the catalogue, and makes it if it is not there. Several programs may have it open at once. */
    ApplicationContext open() {
        return open(Map.of());
    }

    /** @param options of the program, beside those of the catalogue */
    ApplicationContext open(Map<String, Object> options) {
        var properties = new HashMap<>(options);
        properties.putAll(
                folder != null
                        ? folder.properties()
                        : Objects.requireNonNull(database).properties());
        var context = start(properties);
        if (folder != null) {
            folder.makePrivate(context);
        }
        return context;
    }

    /** What makes a server read from a replica of the database. */
    Map<String, Object> replica(String option, String url) {
        if (database == null) {
            throw new CommandException(option + " needs --database");
        }
        return database.replica(option, url);
    }

    static ApplicationContext start(Map<String, Object> properties) {
        return ApplicationContext.builder().properties(properties).banner(false).start();
    }

    /** What it is, and whether another program stands between it and this one, which has it open. */
    String describe(ApplicationContext context) {
        return folder != null && folder.isReadThroughAnother(context)
                ? folder + ", through the program that opened it first"
                : toString();
    }

    @Override
    public String toString() {
        return folder != null ? folder.toString() : String.valueOf(database);
    }
}
