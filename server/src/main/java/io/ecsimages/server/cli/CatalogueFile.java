package io.ecsimages.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The file of a catalogue, as the database sees it: what copies it whole need not know what is in it. */
record CatalogueFile(Path folder) {

    private static final String NAME = "catalogue.mv.db";

    Path path() {
        return folder.resolve(NAME);
    }

    boolean exists() {
        return Files.exists(path());
    }

    /** Opens it, and makes it if it is not there. */
    Connection open() throws SQLException {
        return DriverManager.getConnection(
                (String) DataOption.properties(folder).get("datasources.default.url"), "sa", "");
    }

    /** Whether a new catalogue can be put here. */
    boolean free() throws IOException {
        if (!Files.exists(folder)) {
            return true;
        }
        try (var files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    /** A path in a statement. */
    static String quoted(Path path) {
        return "'" + path.toAbsolutePath().toString().replace("'", "''") + "'";
    }
}
