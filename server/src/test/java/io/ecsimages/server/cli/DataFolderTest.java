package io.ecsimages.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of a catalogue: it holds secrets, so it is for its owner alone. */
@Tag("database-independent")
class DataFolderTest {

    @TempDir
    private Path folder;

    private static CommandResult createKey(Path data) {
        return CommandResult.of("access-key", "create", "--data", data.toString(), "--account", "1000000000000001");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void aFolderThatIsMadeIsPrivate() throws IOException {
        var made = folder.resolve("made/for/it");
        assertThat(createKey(made).status()).isEqualTo(0);
        assertThat(permissions(made)).isEqualTo("rwx------");
    }

    @Test
    void aFolderThatWasThereKeepsItsPermissionsAndTheCatalogueInItIsPrivate() throws IOException {
        Set<PosixFilePermission> open = PosixFilePermissions.fromString("rwxr-xr-x");
        var data = Files.createDirectory(folder.resolve("data"));
        Files.setPosixFilePermissions(data, open);
        assertThat(createKey(data).status()).isEqualTo(0);
        assertThat(Files.getPosixFilePermissions(data)).isEqualTo(open);
        assertThat(permissions(data.resolve("catalogue.mv.db"))).isEqualTo("rw-------");
    }

    @Test
    void aFolderThatCannotBeMadeIsSaidInOneLine() throws IOException {
        var file = Files.createFile(folder.resolve("file"));
        for (Path data : Set.of(file, file.resolve("data"))) {
            var outcome = createKey(data);
            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.err().lines().count()).as(outcome.err()).isEqualTo(1);
            assertThat(outcome.err()).startsWith("ecs-images: " + data + ": the folder cannot be created (");
            // The reason is for people, not a class of Java.
            assertThat(outcome.err()).doesNotContain("Exception");
        }
    }
}
