package io.ecsimages.server.cli;

import io.micronaut.context.ApplicationContext;
import picocli.CommandLine.ArgGroup;

/** The option that selects the catalogue of a command. */
final class DataOption {

    @ArgGroup(multiplicity = "1")
    private StorageOptions storage;

    /** Opens the catalogue without starting a server. */
    ApplicationContext open() {
        return storage.open();
    }

    StorageOptions storage() {
        return storage;
    }
}
