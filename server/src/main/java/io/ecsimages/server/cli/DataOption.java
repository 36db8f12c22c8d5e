package io.ecsimages.server.cli;

import io.micronaut.context.ApplicationContext;
import picocli.CommandLine.ArgGroup;

/** The catalogue that a command is about. */
final class DataOption {

    @ArgGroup(multiplicity = "1")
    private StorageOptions place;

    /** Opens the catalogue, without a server. */
    ApplicationContext open() {
        return place.open();
    }

    StorageOptions place() {
        return place;
    }
}
