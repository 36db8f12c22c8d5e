package io.ecsimages.server.cli;

import io.micronaut.context.ApplicationContext;
import java.io.PrintWriter;
import picocli.CommandLine.ArgGroup;

/** The option that selects the catalogue of a command. */
final class DataOption {

    @ArgGroup(multiplicity = "1")
    private StorageOptions storage;

    /** Opens a catalogue that exists, without starting a server. */
    ApplicationContext open() {
        if (storage.isMissing()) {
            throw new CommandException(storage + ": the folder contains no catalogue; import creates one");
        }
        return storage.open();
    }

    /** Opens the catalogue without starting a server; creates it if it is missing. */
    ApplicationContext openOrCreate() {
        return storage.open();
    }

    /** See {@link StorageOptions#compact}. */
    void compact(PrintWriter err) {
        storage.compact(err);
    }
}
