package io.ecsimages.server.cli;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.TestServer;
import io.ecsimages.server.admin.ImageAdmin;
import io.ecsimages.server.database.Databases;
import io.ecsimages.server.transfer.Dump;
import io.ecsimages.server.transfer.Importer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup contains the whole catalogue, and restoring it creates an equal one. */
@Tag("extended")
class BackupTest {

    private static final String ACCOUNT = "1000000000000001";
    private static final int IMAGES = 300;
    private static final int BACKUPS = 3;

    @TempDir
    private Path folder;

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private String option(String data) {
        return Databases.option(folder.resolve(data));
    }

    private CommandResult backUp(String file) {
        return CommandResult.of("backup", option("data"), path(file));
    }

    private CommandResult restore(String data, String file) {
        return CommandResult.of("restore", option(data), path(file));
    }

    private static String assertSucceeds(CommandResult result) {
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isEqualTo(0);
        return result.out();
    }

    private static void assertRejected(CommandResult result, String message) {
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err().lines().count()).as(result.err()).isEqualTo(1);
        assertThat(result.err()).startsWith("ecs-images: " + message);
    }

    private void importDump(String... images) throws IOException {
        importInto("data", images);
    }

    private void importInto(String data, String... images) throws IOException {
        var dump = Files.writeString(
                folder.resolve("dump.json"),
                Stream.of(images)
                        .map(id -> dump("cn-hangzhou", image(id, "ImageName", "网站 'a' -- ; \\ \n")))
                        .reduce("", String::concat));
        assertSucceeds(CommandResult.of("import", option(data), "--account", ACCOUNT, dump.toString()));
    }

    private String export(String data) {
        return assertSucceeds(CommandResult.of("export", option(data), "--account", ACCOUNT));
    }

    private String readBackup(String name) throws IOException {
        try (var stream = new GZIPInputStream(Files.newInputStream(folder.resolve(name)))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void writeBackup(String name, String content) throws IOException {
        try (var stream = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            stream.write(content.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void restoredCatalogueEqualsOriginal() throws IOException {
        importDump("m-1", "m-2");
        assertSucceeds(CommandResult.of(
                "access-key", "create", option("data"), "--account", ACCOUNT, "--id", "web", "--secret", "secret "));
        assertSucceeds(
                CommandResult.of("access-key", "create", option("data"), "--account", "2", "--temporary", "PT1H"));
        assertSucceeds(backUp("a backup's"));

        assertThat(assertSucceeds(restore("new", "a backup's")).strip())
                .isEqualTo(path("a backup's") + ": 2 images, 2 keys");
        assertThat(export("new")).isEqualTo(export("data"));
        var keys = assertSucceeds(CommandResult.of("access-key", "list", option("data")));
        assertThat(assertSucceeds(CommandResult.of("access-key", "list", option("new"))))
                .isEqualTo(keys);
        assertThat(keys).contains("web  active");

        // New rows get unused primary keys.
        importInto("new", "m-2", "m-3");
        assertThat(export("new")).contains("m-3");
        assertSucceeds(backUp("again"));
        assertThat(readBackup("again")).isEqualTo(readBackup("a backup's"));
    }

    @Test
    void backupFileIsPrivate() throws IOException {
        importDump("m-1");
        assertSucceeds(backUp("backup"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("backup"))))
                .isEqualTo("rw-------");
    }

    @Test
    void backupWorksWhileServerRuns() throws IOException {
        importDump("m-1");
        var url = Databases.url(folder.resolve("data"));
        try (var server = TestServer.empty(Map.of("datasources.default.url", url))) {
            assertSucceeds(backUp("before"));
            importDump("m-2");
            assertSucceeds(backUp("after"));
            assertThat(server.describe().path("TotalCount").asInt()).isEqualTo(2);
        }
        assertThat(assertSucceeds(restore("one", "before"))).contains("1 images");
        assertThat(assertSucceeds(restore("two", "after"))).contains("2 images");
        assertThat(export("one")).doesNotContain("m-2");
    }

    /** Repeats an action until it is stopped, and counts the repetitions. */
    private static Future<?> repeat(
            ExecutorService threads, AtomicBoolean stopped, AtomicInteger count, IntConsumer action) {
        return threads.submit(() -> {
            while (!stopped.get()) {
                action.accept(count.get());
                count.incrementAndGet();
            }
        });
    }

    /** Checks that the catalogue contains exactly one import, and that documents agree with the table of shares. */
    private static void assertConsistent(Path data) throws SQLException {
        try (var connection = Databases.connect(data);
                var statement = connection.createStatement();
                var counts = statement.executeQuery("SELECT COUNT(*), COUNT(DISTINCT image_name),"
                        + " (SELECT COUNT(*) FROM image_tag JOIN image ON image.id = image_tag.image),"
                        + " (SELECT COUNT(*) FROM image_snapshot JOIN image ON image.id = image_snapshot.image),"
                        + " (SELECT COUNT(*) FROM image_share JOIN image ON image.id = image_share.image),"
                        + " (SELECT COUNT(*) FROM image WHERE document LIKE '%\"IsSelfShared\":\"True\"%')"
                        + " FROM image WHERE image_id <> 'shared'")) {
            assertThat(counts.next()).isTrue();
            assertThat(List.of(counts.getInt(1), counts.getInt(2), counts.getInt(3), counts.getInt(4)))
                    .containsExactly(IMAGES, 1, IMAGES, IMAGES);
            assertThat(counts.getInt(6)).isEqualTo(counts.getInt(5));
        }
    }

    @Test
    void backupIsConsistentDuringWrites() throws Exception {
        importDump("shared");
        var dumps = List.of(
                LargeDump.write(folder.resolve("a"), IMAGES, "a"), LargeDump.write(folder.resolve("b"), IMAGES, "b"));
        assertSucceeds(CommandResult.of(
                "import", option("data"), "--account", ACCOUNT, dumps.get(0).toString()));
        var url = Databases.url(folder.resolve("data"));
        var threads = Executors.newFixedThreadPool(2);
        var stopped = new AtomicBoolean();
        try (var server = TestServer.empty(Map.of("datasources.default.url", url))) {
            var importer = server.bean(Importer.class);
            var admin = server.bean(ImageAdmin.class);
            var imported = new AtomicInteger();
            var shared = new AtomicInteger();
            var imports = repeat(threads, stopped, imported, i -> {
                var dump = dumps.get(i % 2);
                importer.importDump(
                        new Dump(dump.toString(), () -> Files.newInputStream(dump), null), Long.parseLong(ACCOUNT));
            });
            var shares = repeat(threads, stopped, shared, i -> admin.share(admin.find("shared", null), 2, i % 2 == 0));
            for (int i = 0; i < BACKUPS; i++) {
                // Wait until the next import runs.
                while (imported.get() <= i && !imports.isDone()) {
                    Thread.sleep(5);
                }
                assertSucceeds(backUp("backup" + i));
            }
            stopped.set(true);
            imports.get();
            shares.get();
            assertThat(shared.get()).as("number of shares").isGreaterThan(1);
        } finally {
            threads.shutdownNow();
        }
        for (int i = 0; i < BACKUPS; i++) {
            var output = assertSucceeds(restore("restored" + i, "backup" + i));
            assertThat(output).contains((IMAGES + 1) + " images");
            assertConsistent(folder.resolve("restored" + i));
        }
    }

    @Test
    void neverOverwritesFileOrCatalogue() throws IOException {
        importDump("m-1");
        assertSucceeds(backUp("backup"));
        assertRejected(backUp("backup"), path("backup") + ": the file already exists");
        assertRejected(
                restore("data", "backup"), path("backup") + ": a backup can only be restored into an empty catalogue");
        assertThat(export("data")).contains("m-1");
    }

    /** Damaged variants of a backup with one image, by name. */
    private Map<String, String> damaged(String good) {
        var lines = good.lines().toList();
        var row =
                lines.stream().filter(line -> line.contains("m-1")).findFirst().orElseThrow();
        return Map.of(
                "empty", "",
                "text", "no backup",
                "other", "[1]",
                "short", good.substring(0, good.length() / 2),
                "without its end", String.join("\n", lines.subList(0, lines.size() - 1)),
                "twice the same row", good.replace(row, row + "\n" + row),
                "a value too few", good.replace(row, row.replaceFirst("\\[\\d+,", "[")),
                "a word for a number", good.replace(row, row.replaceFirst("\\[\\d+,", "[\"one\",")),
                "no time", good.replace(row, row.replaceFirst("\"\\d{4}-\\d\\d-[^\"]*\"", "\"yesterday\"")),
                "another table", good.replace("{\"image\":", "{\"image; DROP TABLE image\":"));
    }

    @Test
    void invalidBackupLeavesCatalogueEmpty() throws IOException {
        importDump("m-1");
        assertSucceeds(backUp("good"));
        Files.writeString(folder.resolve("plain"), "no backup");
        var bytes = Files.readAllBytes(folder.resolve("good"));
        Files.write(folder.resolve("cut"), Arrays.copyOf(bytes, bytes.length / 2));
        var names = new ArrayList<>(List.of("plain", "cut"));
        for (var damaged : damaged(readBackup("good")).entrySet()) {
            writeBackup(damaged.getKey(), damaged.getValue());
            names.add(damaged.getKey());
        }
        for (String bad : names) {
            // A catalogue that is not empty would cause another error.
            assertRejected(restore("new", bad), path(bad) + ": the file is not a backup, or it is damaged");
        }
        assertThat(export("new")).isEmpty();
        assertSucceeds(restore("new", "good"));
        assertThat(export("new")).isEqualTo(export("data"));
    }

    @Test
    void errorContainsNoSecretOfDamagedBackup() throws IOException {
        assertSucceeds(CommandResult.of(
                "access-key", "create", option("data"), "--account", ACCOUNT, "--id", "web", "--secret", "keep-this"));
        assertSucceeds(backUp("good"));
        var key = readBackup("good")
                .lines()
                .filter(line -> line.contains("keep-this"))
                .findFirst()
                .orElseThrow();
        writeBackup("twice", readBackup("good").replace(key, key + "\n" + key));
        var result = restore("new", "twice");
        assertRejected(result, path("twice") + ": the file is not a backup, or it is damaged");
        assertThat(result.err()).doesNotContain("keep-this");
    }

    @Test
    void rejectsBackupOfAnotherVersion() throws IOException {
        importDump("m-1");
        assertSucceeds(backUp("backup"));
        writeBackup("other", readBackup("backup").replaceFirst("\"migration\":\"\\d+\"", "\"migration\":\"0.1\""));
        assertRejected(
                restore("new", "other"),
                path("other") + ": the backup is from another version of ecs-images (its migration is 0.1, ");
    }

    @Test
    void backupRestoresIntoAnotherDatabase() throws IOException {
        importDump("m-1", "m-2");
        assertSucceeds(backUp("backup"));
        var inFolder = "--data=" + path("in a folder");
        assertSucceeds(CommandResult.of("restore", inFolder, path("backup")));
        assertThat(assertSucceeds(CommandResult.of("export", inFolder, "--account", ACCOUNT)))
                .isEqualTo(export("data"));
        assertSucceeds(CommandResult.of("backup", inFolder, path("back")));
        assertThat(readBackup("back")).isEqualTo(readBackup("backup"));
        assertSucceeds(restore("new", "back"));
        assertThat(export("new")).isEqualTo(export("data"));
    }

    @Test
    void missingSourceCreatesNothing() {
        assertRejected(restore("new", "missing"), path("missing") + ": no such file");
        var nowhere = path("nowhere");
        assertRejected(
                CommandResult.of("backup", "--data", nowhere, path("x")),
                nowhere + ": the folder contains no catalogue");
        assertThat(Files.exists(folder.resolve("new"))).isFalse();
        assertThat(Files.exists(folder.resolve("nowhere"))).isFalse();
        assertThat(Files.exists(folder.resolve("x"))).isFalse();
    }
}
