package io.ecsimages.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data folder contains secrets, so only its owner can read it. */
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
    void createdFolderIsPrivate() throws IOException {
        var created = folder.resolve("a/new/folder");
        assertThat(createKey(created).status()).isEqualTo(0);
        assertThat(permissions(created)).isEqualTo("rwx------");
    }

    @Test
    void existingFolderKeepsPermissionsAndCatalogueIsPrivate() throws IOException {
        Set<PosixFilePermission> open = PosixFilePermissions.fromString("rwxr-xr-x");
        var data = Files.createDirectory(folder.resolve("data"));
        Files.setPosixFilePermissions(data, open);
        assertThat(createKey(data).status()).isEqualTo(0);
        assertThat(Files.getPosixFilePermissions(data)).isEqualTo(open);
        assertThat(permissions(data.resolve("catalogue.mv.db"))).isEqualTo("rw-------");
    }

    @Test
    void reportsFolderThatCannotBeCreatedInOneLine() throws IOException {
        var file = Files.createFile(folder.resolve("file"));
        for (Path data : Set.of(file, file.resolve("data"))) {
            var result = createKey(data);
            assertThat(result.status()).isEqualTo(1);
            assertThat(result.err().lines().count()).as(result.err()).isEqualTo(1);
            assertThat(result.err()).startsWith("ecs-images: " + data + ": the folder cannot be created (");
            // The reason is readable, and not the name of an exception class.
            assertThat(result.err()).doesNotContain("Exception");
        }
    }

    @Test
    void compactsLargeFileThatIsHardlyUsed() throws IOException, SQLException {
        assertThat(createKey(folder).status()).isEqualTo(0);
        var data = new DataFolder(folder);
        var url = data.properties().get("datasources.default.url") + ";MAX_COMPACT_TIME=0";
        try (var connection = DriverManager.getConnection(url, "sa", "");
                var statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE large AS SELECT \"X\" AS number, REPEAT(RANDOM_UUID(), 1000) FROM SYSTEM_RANGE(1, 2000)");
            statement.execute("CHECKPOINT SYNC");
            statement.execute("DELETE FROM large WHERE MOD(number, 10) > 0");
        }
        assertThat(size()).isGreaterThan(64_000_000);
        data.compact();
        assertThat(size()).isLessThan(20_000_000);
        assertThat(CommandResult.of("access-key", "list", "--data", folder.toString())
                        .out())
                .contains("1000000000000001");
    }

    private long size() throws IOException {
        return Files.size(folder.resolve("catalogue.mv.db"));
    }
}
