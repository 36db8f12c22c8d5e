package io.ecsimages.server.cli;

import io.micronaut.context.ApplicationContext;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that select the storage of a catalogue: a folder or a database. */
final class StorageOptions {

    @Option(
            names = "--data",
            required = true,
            converter = DataFolder.Converter.class,
            paramLabel = "DIR",
            description =
                    "The folder of the catalogue. serve, import, restore and access-key create create it if it is missing.")
    @Nullable
    private DataFolder folder;

    @ArgGroup(exclusive = false)
    @Nullable
    private DatabaseOptions database;

    /** Returns whether the catalogue does not exist yet. */
    boolean isMissing() {
        return folder != null && folder.isMissing();
    }

    /** Opens the catalogue; creates it if it is missing. Several programs can open it at the same time. */
    ApplicationContext open() {
        return open(Map.of());
    }

    /** @param options more configuration properties */
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

    /**
     * Makes the file of the catalogue smaller, after much was written to it and it was closed.
     *
     * @param err for a warning if that fails
     */
    void compact(PrintWriter err) {
        try {
            if (folder != null) {
                folder.compact();
            }
        } catch (SQLException | IOException e) {
            err.println("warning: " + folder + ": the file of the catalogue cannot be made smaller (" + e.getMessage()
                    + ")");
        }
    }

    /** Returns the properties of a read replica of the database. */
    Map<String, Object> replica(String option, String url) {
        if (database == null) {
            throw new CommandException(option + " needs --database");
        }
        return database.replica(option, url);
    }

    static ApplicationContext start(Map<String, Object> properties) {
        var context = ApplicationContext.builder()
                .properties(properties)
                .banner(false)
                .build();
        context.getEnvironment().start();
        PropertyCheck.check(context);
        return context.start();
    }

    /** Describes the storage, and whether another program opened it first. */
    String describe(ApplicationContext context) {
        return folder != null && folder.isOpenedByAnother(context)
                ? folder + ", through the program that opened it first"
                : toString();
    }

    @Override
    public String toString() {
        return folder != null ? folder.toString() : String.valueOf(database);
    }
}
